import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import { diagnostic } from '../../server/src/features/diagnostic.ts';
import { createShellChecker } from '../../server/src/io/shellcheck.ts';
import type { ShellChecker } from '../../server/src/workspace/ports/shell-checker.ts';
import { buildProgram, type Run } from '../cli/program.ts';
import { createWorkspace } from '../harness/workspace.ts';
import { buildServer, insertion, LanguageClient, type PublishedDiagnostics } from '../protocol/language-client.ts';
import { ensurePart } from '../setup/parts.mjs';

const FAULTY = 'build:\n  script:\n    - rm -rf $DIR/ $(cat list)\n    - if true; then make\n';

let executable = '';
let folder = '';
let checker: ShellChecker;

beforeAll(async () => {
  const part = await ensurePart('shellcheck');
  if (!part.ok) throw new Error(part.why);
  executable = part.paths.shellcheck;
  folder = mkdtempSync(path.join(tmpdir(), 'plumbline-shell-'));
  checker = createShellChecker({ executable: () => executable, folder: () => folder });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** `code «text it is about»` for each finding in a pipeline, as the real ShellCheck says. */
async function findingsIn(text: string): Promise<string[]> {
  const file = '/workspace/.gitlab-ci.yml';
  const workspace = createWorkspace({ files: new Map([[file, text]]), listed: [], pending: [] });
  workspace.setShellChecking(true);
  const ask = (): string[] => {
    const snapshot = workspace.snapshot();
    const state = snapshot.file(file);
    if (state.state !== 'loaded') return [];
    const found = diagnostic(snapshot, state.file).filter(({ code }) => code === 'gitlab-ci/shell');
    return found.map(({ message, range }) => {
      return `${/SC\d+/.exec(message)?.[0] ?? ''} «${state.file.text.slice(range.start, range.end)}»`;
    });
  };
  ask();
  for (const script of workspace.wantedScripts() ?? []) {
    const answer = await checker.check(script, neverCancelled);
    if (!answer.ok) throw new Error(answer.problem.message);
    workspace.setShellFindings(script, answer.value);
  }
  return ask();
}

describe('what ShellCheck says', { timeout: 60_000 }, () => {
  test('stands at the text that it is about, however YAML writes it', async () => {
    const text = [
      'build:',
      '  script:',
      '    - echo plain $(cat a)',
      "    - 'echo \"it''s\" $(cat b)'",
      '    - "echo \\"\\u00e4 😀\\" $(cat c)"',
      '    - |',
      '      if true',
      '      then',
      '        echo $(cat d)',
      '      fi',
      '    - >',
      '      echo folded',
      '      $(cat e)',
      '',
      '    - echo over',
      '      lines $(cat f)',
      '  after_script: echo $(cat g)',
    ].join('\n');
    const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(await findingsIn(text)).toEqual(letters.map((letter) => `SC2046 «$(cat ${letter})»`));
  });

  test('is about one script of all that the runner puts together', async () => {
    const text = [
      'default:',
      '  before_script:',
      '    - list="a b"',
      '    - use() { echo "$1"; }',
      'build:',
      '  script:',
      '    - use "$list" "$CI_COMMIT_SHA" "$UNKNOWN"',
      '    - cd src',
      '    - . ./settings.sh',
      '    - UNUSED=1',
      '    - echo "$[[ inputs.name ]]"',
    ].join('\n');
    expect(await findingsIn(text)).toEqual([]);
  });

  test('is also said of a script that cannot be read', async () => {
    expect(await findingsIn('build:\n  script:\n    - if true; then make\n')).toContain('SC1073 «if»');
  });

  test('a comment in the script switches it off', async () => {
    const text = 'build:\n  script:\n    - |\n      # shellcheck disable=SC2046\n      echo $(cat a)\n';
    expect(await findingsIn(text)).toEqual([]);
  });

  test('a program that is not there, or is another one, is not installed', async () => {
    const missing = createShellChecker({ executable: () => 'no-such-program', folder: () => folder });
    expect(await missing.isInstalled(neverCancelled)).toBe(false);
    const other = createShellChecker({ executable: () => process.execPath, folder: () => folder });
    expect(await other.isInstalled(neverCancelled)).toBe(false);
    expect(await checker.isInstalled(neverCancelled)).toBe(true);
    expect(await missing.check('make\n', neverCancelled)).toMatchObject({ problem: { code: 'missing-tool' } });
  });
});

describe('in the editor', { timeout: 60_000 }, () => {
  beforeAll(buildServer);

  const isShell = ({ code }: { readonly code: string }): boolean => code === 'gitlab-ci/shell';

  async function session(shellcheck: string, more = {}): Promise<{ client: LanguageClient; uri: string }> {
    const settings = { executables: { shellcheck } };
    const client = new LanguageClient({ 'workspace/configuration': () => [settings] });
    const capabilities = { textDocument: { publishDiagnostics: {} }, workspace: { configuration: true } };
    await client.initialize(pathToFileURL(folder).href, { capabilities, ...more });
    const uri = pathToFileURL(path.join(folder, '.gitlab-ci.yml')).href;
    client.open(uri, FAULTY);
    return { client, uri };
  }

  test('findings come by themselves, and for the text as it is then', async () => {
    const { client, uri } = await session(executable);
    const found = await client.diagnostics(uri, ({ diagnostics }) => diagnostics.some(isShell));
    expect(found.version).toBe(1);
    client.send(insertion(uri, 2, [3, 24], '; fi'));
    const isNew = ({ version, diagnostics }: PublishedDiagnostics): boolean =>
      version === 2 && diagnostics.some(({ message }) => message.includes('SC2046'));
    const { diagnostics } = await client.diagnostics(uri, isNew);
    expect(diagnostics.filter(({ message }) => message.includes('SC1073'))).toEqual([]);
    expect(await client.shutDown()).toBe(0);
  });

  test('what is edited while it is judged is judged anew', async () => {
    const trace = path.join(folder, 'slow-started');
    const slow = path.join(folder, 'slow.sh');
    const wait = 'case "$*" in *json1*) sleep 2;; esac';
    writeFileSync(slow, `#!/bin/sh\necho "$*" >> '${trace}'\n${wait}\nexec '${executable}' "$@"\n`, { mode: 0o755 });
    const { client, uri } = await session(slow);
    await vi.waitUntil(() => existsSync(trace) && readFileSync(trace, 'utf8').includes('json1'), 20_000);
    client.send(insertion(uri, 2, [3, 24], '; fi'));
    const found = await client.diagnostics(uri, ({ diagnostics }) => diagnostics.some(isShell));
    expect(found.version).toBe(2);
    expect(found.diagnostics.filter(isShell).map(({ message }) => /SC\d+/.exec(message)?.[0])).toContain('SC2046');
    expect(await client.shutDown()).toBe(0);
  });

  test('nothing is started in a workspace that is not trusted', async () => {
    const trace = path.join(folder, 'started');
    const spy = path.join(folder, 'spy.sh');
    writeFileSync(spy, `#!/bin/sh\necho started >> '${trace}'\nexec '${executable}' "$@"\n`, { mode: 0o755 });
    const { client, uri } = await session(spy, { initializationOptions: { isWorkspaceTrusted: false } });
    await client.diagnostics(uri, ({ version }) => version === 1);
    client.send(insertion(uri, 2, [3, 24], '; fi'));
    await client.diagnostics(uri, ({ version }) => version === 2);
    expect(await client.shutDown()).toBe(0);
    expect(existsSync(trace)).toBe(false);
  });
});

describe('on the command line', { timeout: 60_000 }, () => {
  let plumbline: (args: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<Run>;

  beforeAll(async () => {
    const run = await buildProgram('shell');
    const home = path.dirname(executable);
    writeFileSync(path.join(folder, '.gitlab-ci.yml'), FAULTY);
    plumbline = (args, environment = {}) =>
      run(args, { folder, environment: { PATH: `${home}:${process.env['PATH'] ?? ''}`, ...environment } });
  });

  test('scripts are judged when that is asked for', async () => {
    expect(await plumbline(['check', '--severity', 'hint', '.gitlab-ci.yml'])).toMatchObject({ code: 0 });
    const { code, stdout } = await plumbline(['check', '--shellcheck', '--severity', 'warning', '.gitlab-ci.yml']);
    expect(code).toBe(1);
    expect(stdout).toContain('.gitlab-ci.yml:4:7: warning[gitlab-ci/shell]: ShellCheck SC1');
  });

  test('without ShellCheck that cannot be done, and is said', async () => {
    const { code, stderr } = await plumbline(['check', '--shellcheck', '.gitlab-ci.yml'], { PATH: folder });
    expect(code).toBe(2);
    expect(stderr).toContain("Option '--shellcheck' needs ShellCheck on the PATH");
  });
});
