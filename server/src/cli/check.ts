import { workingFolderOf } from '../base/path.ts';
import { defaultSettings } from '../workspace/settings.ts';
import type { ShellChecker } from '../workspace/ports/shell-checker.ts';
import { Workspace } from '../workspace/workspace.ts';
import { neverCancelled } from '../base/cancellation.ts';
import { withShellCheck } from './judge-scripts.ts';
import { parseArguments, type ParsedArguments } from './arguments.ts';
import { checkFiles } from './check-files.ts';
import { isAtLeast, type CheckReport, type Severity } from './findings.ts';
import { formats, isFormat } from './formats/all.ts';
import { refuse, writeOutput } from './output.ts';
import { createWantedReader } from './read-wanted.ts';
import { absolutePath } from './paths.ts';
import { selectFiles, workspaceFolder, type Selection } from './select-files.ts';
import { EXIT, type ExitCode, type Surroundings } from './surroundings.ts';

const OPTIONS = {
  flags: ['offline', 'shellcheck'],
  values: {
    severity: ['error', 'warning', 'information', 'hint'],
    format: ['text', 'json', 'sarif', 'junit', 'gitlab-codequality'],
    output: 'a FILE',
    'stdin-path': 'a PATH',
    'kubernetes-version': "a VERSION as '1.36'",
    shard: "I/N as '1/4'",
  },
};

/** `plumbline check`: 0 clean, 1 something found, 2 could not check all that was asked. */
export async function check(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const parsed = parseArguments(args, OPTIONS);
  const wrong = parsed.problem ?? wrongValue(parsed);
  if (wrong !== undefined) return refuse('check', wrong, surroundings);
  const checker = parsed.flags.has('shellcheck') ? await surroundings.loadShellChecker() : undefined;
  if (checker !== undefined && !(await checker.isInstalled(neverCancelled))) {
    const why = "Option '--shellcheck' needs ShellCheck on the PATH, and there is none; see https://www.shellcheck.net";
    return refuse('check', why, surroundings);
  }
  const report = await makeReport(parsed, surroundings, checker);
  const written = await writeReport(report, parsed, surroundings);
  for (const { file, reason } of report.unchecked) surroundings.printError(`not checked: ${file}: ${reason}\n`);
  if (!written || report.unchecked.length > 0) return EXIT.incomplete;
  const least = (parsed.values.get('severity') ?? 'error') as Severity;
  return report.diagnostics.some(({ severity }) => isAtLeast(severity, least)) ? EXIT.found : EXIT.clean;
}

function wrongValue({ values, words }: ParsedArguments): string | undefined {
  const version = values.get('kubernetes-version');
  if (version !== undefined && !/^1\.\d+$/.test(version)) {
    return `Option '--kubernetes-version' cannot be '${version}'; it is written as '1.36'`;
  }
  const shard = values.get('shard');
  if (shard !== undefined && readShard(shard) === undefined) {
    return `Option '--shard' cannot be '${shard}'; '1/4' is the first of four parts`;
  }
  if (values.has('stdin-path') && words.length > 0) return "Option '--stdin-path' takes no further paths";
  return undefined;
}

function readShard(text: string): { readonly index: number; readonly count: number } | undefined {
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  return index >= 1 && index <= count ? { index, count } : undefined;
}

async function makeReport(
  parsed: ParsedArguments,
  surroundings: Surroundings,
  checker: ShellChecker | undefined,
): Promise<CheckReport> {
  const workspace = new Workspace();
  const kubernetesVersion = parsed.values.get('kubernetes-version') ?? defaultSettings.kubernetesVersion;
  workspace.setSettings({ ...defaultSettings, kubernetesVersion });
  const stdinPath = parsed.values.get('stdin-path');
  const selection =
    stdinPath === undefined
      ? await selectFiles(parsed.words, surroundings)
      : await selectInput(absolutePath(surroundings.folder, stdinPath), workspace, surroundings);
  workspace.setRoots([...selection.listings.keys()]);
  for (const [root, files] of selection.listings) workspace.setListing(root, files);
  const files = shardOf(selection.files, parsed.values.get('shard'));
  const wanted = createWantedReader(workspace, surroundings, parsed.flags.has('offline'));
  const tell = surroundings.printError;
  const reader = checker === undefined ? wanted : withShellCheck(wanted, { workspace, checker, tell });
  const hasVerdicts = parsed.values.get('format') === 'json';
  const setting = { workspace, reader, folder: surroundings.folder, hasVerdicts };
  const report = await checkFiles(files, setting, (done) => {
    if (surroundings.isInteractive) surroundings.printError(`\r${done} of ${files.length} files`);
  });
  if (surroundings.isInteractive) surroundings.printError('\r\u001B[K');
  return { ...report, unchecked: [...selection.unchecked, ...report.unchecked] };
}

async function selectInput(file: string, workspace: Workspace, surroundings: Surroundings): Promise<Selection> {
  workspace.open(file, await surroundings.readInput());
  const root = workspaceFolder(workingFolderOf(file), surroundings);
  return { files: [file], listings: new Map([[root, await surroundings.fileSystem.list(root)]]), unchecked: [] };
}

/** Every n-th file, so that parts of a large folder take about the same time. */
function shardOf(files: readonly string[], text: string | undefined): readonly string[] {
  const shard = text === undefined ? undefined : readShard(text);
  return shard === undefined ? files : files.filter((_, index) => index % shard.count === shard.index - 1);
}

async function writeReport(
  report: CheckReport,
  { values }: ParsedArguments,
  surroundings: Surroundings,
): Promise<boolean> {
  const format = values.get('format') ?? 'text';
  const output = values.get('output');
  const isColored = surroundings.isColored && output === undefined;
  const text = isFormat(format) ? formats[format](report, { isColored, version: surroundings.version }) : '';
  return writeOutput(text, { command: 'check', output }, surroundings);
}
