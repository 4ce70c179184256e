import { counted } from '../base/words.ts';
import type { LintFinding, LintOnServerResult } from '../workflows/lint-on-server.ts';
import { shownPath } from '../workspace/include-address.ts';
import { parseArguments, type ParsedArguments } from './arguments.ts';
import { isAtLeast, type CheckReport, type Severity } from './findings.ts';
import { formats, isFormat } from './formats/all.ts';
import { lintJson } from './formats/lint-json.ts';
import { progressOn, refuse, writeOutput } from './output.ts';
import { absolutePath } from './paths.ts';
import { EXIT, type ExitCode, type Surroundings } from './surroundings.ts';

const OPTIONS = {
  flags: ['dry-run'],
  values: {
    ref: 'a BRANCH',
    severity: ['error', 'warning'],
    format: ['text', 'json', 'sarif', 'junit', 'gitlab-codequality'],
    output: 'a FILE',
    report: 'a FILE',
  },
};

export const lintHelp = `plumbline lint [FILE]       lets the project's GitLab lint a pipeline, each message on its line; '.gitlab-ci.yml' by default

  --dry-run                 also simulates the creation of a pipeline for a push
  --ref BRANCH              the branch to lint for; by default the one that is checked out when the server has it,
                            else the default branch
  --severity S              what counts for exit 1: error (default), warning
  --format F                text (default), json, sarif, junit, gitlab-codequality
  --output FILE             writes there and not to standard output
  --report FILE             where GitLab judges differently than Plumbline: writes both verdicts there, values masked

The text of the file is sent; what it includes is read by GitLab as it is pushed. The project is found from the Git
remote. The access token comes from the environment variable PLUMBLINE_TOKEN or GITLAB_TOKEN and needs the scope api.
Exit codes: 0 GitLab takes it, 1 GitLab refuses it, 2 it could not be linted.
`;

/** `plumbline lint`: 0 GitLab takes the pipeline, 1 it refuses it, 2 it could not be asked. */
export async function lint(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const parsed = parseArguments(args, OPTIONS);
  const { values, words } = parsed;
  const wrong = parsed.problem ?? (words.length > 1 ? 'One pipeline is linted at a time; name one file' : undefined);
  if (wrong !== undefined) return refuse('lint', wrong, surroundings);
  const linted = await run(parsed, surroundings);
  if (!linted.ok) return refuse('lint', linted.problem, surroundings);
  const result = linted.value;
  const text = formatted(result, parsed, surroundings);
  if (!(await writeOutput(text, { command: 'lint', output: values.get('output') }, surroundings)))
    return EXIT.incomplete;
  for (const note of result.notes) surroundings.printError(`note: ${note}\n`);
  if (!(await tellDifference(result, values.get('report'), surroundings))) return EXIT.incomplete;
  const least = (values.get('severity') ?? 'error') as Severity;
  const isFound = !result.isValid || result.findings.some(({ severity }) => isAtLeast(severity, least));
  return isFound ? EXIT.found : EXIT.clean;
}

async function run(
  { flags, values, words: [file = '.gitlab-ci.yml'] }: ParsedArguments,
  surroundings: Surroundings,
): ReturnType<Awaited<ReturnType<Surroundings['work']>>['lintOnServer']> {
  const work = await surroundings.work();
  const ref = values.get('ref');
  const path = absolutePath(surroundings.folder, file);
  const request = { path, dryRun: flags.has('dry-run'), ...(ref !== undefined && { ref }) };
  return work.lintOnServer(request, { progress: progressOn(surroundings), token: surroundings.interruption() });
}

function formatted(
  result: LintOnServerResult,
  { values }: ParsedArguments,
  { folder, isColored, version }: Surroundings,
): string {
  const format = values.get('format') ?? 'text';
  const shown = (finding: LintFinding): string => shownPath(folder, finding.uri);
  if (format === 'json') return lintJson(result, shown);
  const report = reportOf(result, shown);
  const options = { isColored: isColored && !values.has('output'), version };
  if (format !== 'text') return isFormat(format) ? formats[format](report, options) : '';
  const lines = formats.text(report, options).split('\n').slice(0, -2);
  return [...lines, summaryOf(result)].map((line) => `${line}\n`).join('');
}

/** What GitLab finds has no code of ours, and no page. */
const GITLAB = 'gitlab/lint';

/** In the form of `check`, so that the same formats serve. */
function reportOf({ findings }: LintOnServerResult, shown: (finding: LintFinding) => string): CheckReport {
  return {
    files: 1,
    documents: 1,
    otherFiles: 0,
    unchecked: [],
    diagnostics: findings.map((finding) => ({
      file: shown(finding),
      range: finding.range,
      severity: finding.severity,
      code: GITLAB,
      message: finding.message,
    })),
  };
}

function summaryOf({ isValid, dryRun, ref, instance, version, findings, jobs }: LintOnServerResult): string {
  const count = (severity: 'error' | 'warning'): string =>
    counted(findings.filter((finding) => finding.severity === severity).length, severity);
  const how = dryRun ? `dry run on ${ref}` : `includes as on ${ref}`;
  const verdict = isValid ? 'valid' : count('error');
  const size = isValid && jobs !== undefined ? `, ${counted(jobs, 'job')}` : '';
  return `${new URL(instance).host} (GitLab ${version}), ${how}: ${verdict}${size}, ${count('warning')}`;
}

/** False when the report could not be written. */
async function tellDifference(
  { difference }: LintOnServerResult,
  report: string | undefined,
  surroundings: Surroundings,
): Promise<boolean> {
  if (difference === undefined) return true;
  const wayOut = report === undefined ? ' --report FILE writes what helps to mend it; nothing is sent.' : '';
  surroundings.printError(`note: ${difference.summary}${wayOut}\n`);
  if (report === undefined) return true;
  return writeOutput(difference.report, { command: 'lint', output: report }, surroundings);
}
