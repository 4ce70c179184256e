import { neverCancelled } from '../base/cancellation.ts';
import { failure, success, type Result } from '../base/result.ts';
import type { CheckedEnvironment, DriftRequest } from '../workflows/check-drift.ts';
import { parseArguments, type ParsedArguments } from './arguments.ts';
import { driftJson } from './formats/drift-json.ts';
import { driftMarkdown } from './formats/drift-markdown.ts';
import { driftText } from './formats/drift-text.ts';
import { progressOn, refuse, sentenceOf, writeOutput } from './output.ts';
import { absolutePath } from './paths.ts';
import { workspaceFolder } from './select-files.ts';
import { EXIT, type ExitCode, type Surroundings } from './surroundings.ts';
import type { Work } from './work.ts';

const OPTIONS = {
  flags: ['offline'],
  values: { desired: 'a FILE', live: 'a FILE', format: ['text', 'json', 'markdown'], output: 'a FILE' },
  series: { environment: 'NAMES' },
};

export const driftHelp = `plumbline drift [PATH]      what is live and is not what Git says, for the repository of PATH ('.' by default)

  --environment E…          only these environments of '.plumbline.yml'; by default all with a Kubernetes context
  --desired A --live B      without a cluster: the manifests of one file against live objects in another
                            (kubectl get -o yaml)
  --offline                 opens no connection: needs --desired and --live
  --format F                text (default), json, markdown
  --output FILE             writes there and not to standard output

Clusters are found as kubectl finds them (KUBECONFIG) and are only read. Secrets are compared and never shown.
Exit codes: 0 in sync, 1 drift, 2 something could not be checked.
`;

/** `plumbline drift`: 0 in sync, 1 drift, 2 could not check all that was asked. */
export async function drift(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const parsed = parseArguments(args, OPTIONS);
  const wrong = parsed.problem ?? contradictionIn(parsed);
  if (wrong !== undefined) return refuse('drift', wrong, surroundings);
  const work = await surroundings.work();
  const { desired, live } = { desired: parsed.values.get('desired'), live: parsed.values.get('live') };
  const checked =
    desired === undefined || live === undefined
      ? await checkClusters(parsed, work, surroundings)
      : await compareRecorded({ desired, live }, work, surroundings);
  if (!checked.ok) return refuse('drift', checked.problem, surroundings);
  const { values } = parsed;
  const isColored = surroundings.isColored && !values.has('output');
  const text = formatted(values.get('format'), checked.value, { isColored, folder: surroundings.folder });
  const isWritten = await writeOutput(text, { command: 'drift', output: values.get('output') }, surroundings);
  return isWritten ? exitCodeFor(checked.value, surroundings) : EXIT.incomplete;
}

function contradictionIn({ flags, values, lists, words }: ParsedArguments): string | undefined {
  const isRecorded = values.has('desired') && values.has('live');
  if (!isRecorded && (values.has('desired') || values.has('live'))) {
    return "Options '--desired' and '--live' go together: --desired A.yaml --live B.yaml";
  }
  if (isRecorded && lists.has('environment')) return "Option '--environment' has no use with '--desired' and '--live'";
  if (isRecorded && words.length > 0) return `'${words.join("', '")}' has no use with '--desired' and '--live'`;
  if (flags.has('offline') && !isRecorded) return "Option '--offline' needs '--desired A.yaml' and '--live B.yaml'";
  return words.length > 1 ? `One folder is checked at a time, not '${words.join("' and '")}'` : undefined;
}

async function compareRecorded(
  { desired, live }: { readonly desired: string; readonly live: string },
  work: Work,
  { folder }: Surroundings,
): Promise<Result<readonly CheckedEnvironment[]>> {
  const files = { desired: absolutePath(folder, desired), live: absolutePath(folder, live) };
  const report = await work.compareFiles(files);
  if (!report.ok) return report;
  return success([{ environment: live, report: success({ ...report.value, environment: live }) }]);
}

async function checkClusters(
  { lists, words }: ParsedArguments,
  work: Work,
  surroundings: Surroundings,
): Promise<Result<readonly CheckedEnvironment[]>> {
  const root = workspaceFolder(absolutePath(surroundings.folder, words[0] ?? '.'), surroundings);
  const names = lists.get('environment');
  const requests: DriftRequest[] =
    names === undefined ? [{ root }] : names.map((environment) => ({ root, environment }));
  const all: CheckedEnvironment[] = [];
  for (const request of requests) {
    const checked = await work.checkDrift(request, progressOn(surroundings), neverCancelled);
    if (!checked.ok) return checked;
    all.push(...checked.value);
  }
  if (all.length > 0) return success(all);
  const message = "No environment of '.plumbline.yml' has a Kubernetes context.";
  return failure({ code: 'invalid', message, action: "Add 'kubernetes: { context: NAME }' to an environment" });
}

interface DriftFormatOptions {
  readonly isColored: boolean;
  /** Where the command runs: paths below it are shown relative. */
  readonly folder: string;
}

function formatted(
  format: string | undefined,
  checked: readonly CheckedEnvironment[],
  options: DriftFormatOptions,
): string {
  if (format === 'json') return driftJson(checked, options.folder);
  return format === 'markdown' ? driftMarkdown(checked, options) : driftText(checked, options);
}

function exitCodeFor(checked: readonly CheckedEnvironment[], { printError }: Surroundings): ExitCode {
  const reports = checked.flatMap(({ report }) => (report.ok ? report.value : []));
  for (const { environment, report } of checked) {
    if (!report.ok) printError(`not checked: ${environment}: ${sentenceOf(report.problem)}\n`);
    else if (report.value.counts.unknown > 0) {
      const { unknown } = report.value.counts;
      printError(`not checked: ${environment}: ${unknown} ${unknown === 1 ? 'object' : 'objects'}, as listed\n`);
    }
  }
  const isAllChecked = reports.length === checked.length && reports.every(({ counts }) => counts.unknown === 0);
  if (!isAllChecked) return EXIT.incomplete;
  return reports.some(({ counts }) => counts.drifted + counts.missing > 0) ? EXIT.found : EXIT.clean;
}
