import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkFiles } from '../../server/src/cli/check-files.ts';
import type { CheckReport, ReportedDiagnostic } from '../../server/src/cli/findings.ts';
import { createWantedReader } from '../../server/src/cli/read-wanted.ts';
import type { CommandFileSystem } from '../../server/src/cli/surroundings.ts';
import type { IncludeReader } from '../../server/src/workspace/ports/includes.ts';
import { compileJsonSchema } from '../../server/src/io/json-schema.ts';
import { diskFileSystem } from '../../server/src/io/file-system.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { languageOf } from '../../server/src/features/language-of.ts';

/** Repositories whose files are test data, wrong ones among them: only the expectations say which are right. */
const FIXTURES =
  /(?:yannh__kubeconform|zegl__kube-score|homeport__dyff|kubernetes-sigs__kustomize|mrjosh__helm-ls|fluxcd__flux2|fluxcd__helm-controller|ansible__vscode-ansible|aws-cloudformation__cloudformation-languageserver|aws-cloudformation__cfn-lint-visual-studio-code|timo-reymann__gitlab-ci-verify|eFAILution__gitlab-component-helper|python-jsonschema__check-jsonschema)\//;

interface CorpusOutcome {
  readonly passed: number;
  readonly failed: number;
  readonly lines: readonly string[];
}

/**
 * Validates every YAML file below a folder, each repository (`<kind>/<owner>__<repo>`) as a workspace folder of its own. A file
 * passes when it has no error-level finding, or the verdict that the expectations name. A crash fails the run.
 */
export async function runCorpus(folder: string, expectationsPath?: string): Promise<CorpusOutcome> {
  const root = path.resolve(folder);
  const expected = expectationsPath === undefined ? new Map<string, string>() : readExpectations(expectationsPath);
  const files = (await diskFileSystem.list(root)).filter((file) => /\.(?:ya?ml|json)$/i.test(file)).toSorted();
  const startedAt = performance.now();
  const leftOut =
    expectationsPath === undefined ? [] : readLeftOut(path.join(path.dirname(expectationsPath), 'LEFT-OUT.tsv'));
  const { report, kinds } = await checkAll(root, files, leftOut);
  const errors = groupBy(
    report.diagnostics.filter(({ severity }) => severity === 'error'),
    ({ file }) => file,
  );
  const lines: string[] = [];
  let [passed, failed] = [0, 0];
  for (const file of files.map((absolute) => path.relative(root, absolute))) {
    const found = errors.get(file) ?? [];
    const verdict = expected.get(file) ?? (FIXTURES.test(`${file}/`) ? undefined : 'valid');
    if (verdict === undefined || isRight(verdict, found.length > 0)) passed++;
    else {
      failed++;
      lines.push(...explain(file, verdict, found));
    }
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const counts = [...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ');
  return { passed, failed, lines: [...lines, `${files.length} files in ${seconds} s: ${counts}`] };
}

/** Some verdicts cannot be reached by looking at one file offline: then either answer is right. */
function isRight(verdict: string, hasErrors: boolean): boolean {
  if (verdict === 'valid' || verdict === 'warning' || verdict === 'informational') return !hasErrors;
  return verdict === 'invalid' ? hasErrors : true;
}

function explain(file: string, verdict: string, found: readonly ReportedDiagnostic[]): string[] {
  if (found.length === 0) return [`${file}: expected ${verdict}, got no error`];
  return found.map(({ range, code, message }) => {
    const { line, character } = range.start;
    return `${file}:${line + 1}:${character + 1}: expected ${verdict}, got ${code}: ${message}`;
  });
}

function readExpectations(file: string): Map<string, string> {
  const rows = readFileSync(file, 'utf8').split('\n').slice(1);
  return new Map(
    rows.flatMap((row) => {
      const [name = '', verdict = ''] = row.split('\t');
      return name === '' ? [] : [[name, verdict] as const];
    }),
  );
}

/** What the corpus does not hold and its repositories do, as `owner__repo/path`: a reference to it is not dangling. */
function readLeftOut(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((row) => row.split('\t'))
    .flatMap(([repository = '', name]) => (name === undefined ? [] : [`${repository.replace('/', '__')}/${name}`]));
}

async function checkAll(
  root: string,
  files: readonly string[],
  leftOut: readonly string[],
): Promise<{ report: CheckReport; kinds: Map<string, number> }> {
  const kinds = new Map<string, number>();
  const diagnostics: ReportedDiagnostic[] = [];
  let documents = 0;
  for (const [repository, own] of groupBy(files, (file) => repositoryOf(root, file))) {
    const workspace = new Workspace();
    workspace.setRoots([repository]);
    const [name, parent] = [path.basename(repository), path.dirname(repository)];
    const absent = leftOut.filter((own) => own.startsWith(`${name}/`)).map((own) => `${parent}/${own}`);
    workspace.setListing(repository, [...(await diskFileSystem.list(repository)), ...absent]);
    const ports = {
      fileSystem: corpusFileSystem,
      loadIncludes: () => Promise.resolve(nothingElsewhere),
      loadSchemaCompiler: () => Promise.resolve(compileJsonSchema),
    };
    const reader = createWantedReader(workspace, ports, true);
    const report = await checkFiles(own, { workspace, reader, folder: root }, () => undefined);
    diagnostics.push(...report.diagnostics);
    documents += report.documents;
    for (const file of own) await count(workspace, file, kinds);
  }
  return { report: { files: files.length, documents, otherFiles: 0, unchecked: [], diagnostics }, kinds };
}

async function count(workspace: Workspace, file: string, kinds: Map<string, number>): Promise<void> {
  workspace.setDisk(file, await diskFileSystem.read(file));
  const snapshot = workspace.snapshot();
  const state = snapshot.file(file);
  const kind = state.state === 'loaded' ? (languageOf(snapshot, state.file)?.id ?? 'other') : state.state;
  kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  workspace.forget(file);
}

/** The first two folders below the corpus, or the corpus itself for files above them. */
function repositoryOf(root: string, file: string): string {
  const segments = path.relative(root, file).split('/');
  return [root, ...segments.slice(0, Math.min(2, segments.length - 1))].join('/');
}

const corpusFileSystem: CommandFileSystem = {
  ...diskFileSystem,
  kind: () => Promise.resolve('missing'),
  repositoryRoot: () => undefined,
};

/** Nothing is read from elsewhere: what a pipeline includes from other projects is unknown here. */
const nothingElsewhere: IncludeReader = {
  read: () => {
    const why = 'the corpus does not hold it';
    return Promise.resolve({ state: 'unreadable', why, fault: { kind: 'unknown', message: why } });
  },
  home: () => Promise.resolve({ state: 'none', why: 'the corpus has no remotes' }),
  settledHome: (home) => Promise.resolve(home),
  onChanged: () => undefined,
  expire: () => undefined,
};

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? [];
    group.push(item);
    groups.set(key, group);
  }
  return groups;
}
