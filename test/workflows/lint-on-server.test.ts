import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../../server/src/base/result.ts';
import { diskFileSystem } from '../../server/src/io/file-system.ts';
import type { LintOnServerResult } from '../../server/src/lsp/protocol.ts';
import { lintOnServer, type LintRequest } from '../../server/src/workflows/lint-on-server.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { engine } from '../gitlab/engine.ts';
import type { Fault } from '../gitlab/index.ts';
import { caller, startBench, type Bench } from './bench.ts';
import { expectNoToken } from './scenario.ts';

const lintPath = '/api/v4/projects/*/ci/lint';
const valid = 'stages: [build]\nbuild:\n  stage: build\n  script: make\n';

let bench: Bench;
let workspace: Workspace;

beforeAll(async () => {
  bench = await startBench({ ...engine });
});

afterAll(async () => {
  expect(bench.gitlab.internalErrors).toEqual([]);
  await bench.end();
});

beforeEach(async () => {
  bench.gitlab.faults.clear();
  await bench.git('switch', '--quiet', 'main');
  await bench.git('reset', '--quiet', '--hard', 'origin/main');
  await bench.git('clean', '--quiet', '-fd');
  workspace = new Workspace();
  workspace.setRoots([bench.clone]);
});

/** What the language server's host does, without its timers. */
function lint(file = '.gitlab-ci.yml', more: Partial<LintRequest> = {}): Promise<Result<LintOnServerResult>> {
  const load = async (paths: readonly string[]): Promise<ReturnType<Workspace['snapshot']>> => {
    const listed = await diskFileSystem.list(bench.clone);
    if (workspace.snapshot().filesBelow(bench.clone)?.join('\n') !== listed.toSorted().join('\n')) {
      workspace.setListing(bench.clone, listed);
    }
    for (const one of new Set([...paths, ...workspace.takeWanted()])) {
      if (!workspace.isOpen(one)) workspace.setDisk(one, await diskFileSystem.read(one));
    }
    return workspace.snapshot();
  };
  const { git, accounts } = bench.ports;
  const ports = { git, accounts, load, uriOf: (one: string) => `file://${one}`, productVersion: '1.2.3' };
  return lintOnServer(ports, { path: at(file), project: bench.target, dryRun: false, ...more }, caller);
}

/** What a user's credential helper makes of `git fetch`. */
async function fetchAll(): Promise<void> {
  const credential = Buffer.from(`oauth2:${bench.tokens.developer}`).toString('base64');
  await bench.git('-c', `http.extraHeader=Authorization: Basic ${credential}`, 'fetch', '--quiet', 'origin');
}

function at(file: string): string {
  return path.join(bench.clone, file);
}

async function linted(file?: string, more?: Partial<LintRequest>): Promise<LintOnServerResult> {
  const result = await lint(file, more);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

/** The marked text of each finding, with its message. */
function marked({ findings }: LintOnServerResult): string[][] {
  return findings.map(({ file, range, message, isExact }) => {
    const state = workspace.snapshot().file(at(file));
    const text = state.state === 'loaded' ? (state.file.text.split('\n')[range.start.line] ?? '') : '';
    const end = range.end.line === range.start.line ? range.end.character : text.length;
    const place = `${file}:${range.start.line + 1}: ${text.slice(range.start.character, end)}`;
    return [message, isExact ? place : `near ${place}`];
  });
}

/** The answers of GitLab's lint from now on, in words of its own. */
function gitlabSays(errors: readonly string[], warnings: readonly string[] = []): void {
  const body = { valid: errors.length === 0, errors, warnings, merged_yaml: null, includes: [] };
  bench.gitlab.faults.add({ path: lintPath, kind: 'status', status: 200, body, count: -1 });
}

function lastLint(): (typeof bench.gitlab.requests)[number] | undefined {
  return bench.gitlab.requests.findLast(({ path: asked }) => asked.includes('/ci/lint'));
}

describe('the answer', () => {
  it('is valid for a valid pipeline, with its jobs', async () => {
    expect(await linted()).toMatchObject({
      isValid: true,
      dryRun: false,
      file: '.gitlab-ci.yml',
      ref: 'main',
      jobs: 1,
      findings: [],
      notes: [],
    });
    expect((await linted()).difference).toBeUndefined();
  });

  it('is about the text of the editor, with each message on its line', async () => {
    workspace.open(at('.gitlab-ci.yml'), `${valid}test:\n  script: make test\n  stage: build\n  needs: [biuld]\n`);
    const result = await linted();
    expect(result).toMatchObject({
      isValid: false,
      findings: [{ severity: 'error', code: 'gitlab-ci/needs-unknown-job' }],
    });
    expect(marked(result)).toEqual([['test job: undefined need: biuld', '.gitlab-ci.yml:8: biuld']]);
    expect(result.difference).toBeUndefined();
  });

  it('warns as GitLab warns', async () => {
    workspace.open(at('.gitlab-ci.yml'), 'a:\n  script: x\n  rules:\n    - when: always\n');
    const result = await linted();
    expect(result).toMatchObject({ isValid: true, findings: [{ severity: 'warning' }] });
    expect(marked(result)[0]?.[1]).toBe('.gitlab-ci.yml:4: when: always');
  });

  it('simulates a pipeline for the branch in a dry run', async () => {
    workspace.open(at('.gitlab-ci.yml'), `workflow:\n  rules:\n    - if: $CI_COMMIT_BRANCH == "other"\n${valid}`);
    const result = await linted('.gitlab-ci.yml', { dryRun: true });
    expect(result).toMatchObject({ isValid: false, dryRun: true, ref: 'main' });
    expect(marked(result)).toEqual([['Pipeline filtered out by workflow rules.', '.gitlab-ci.yml:2: rules']]);
    expect(result.difference).toBeUndefined();
    expect((await linted()).isValid).toBe(true);
  });
});

describe('what GitLab reads', () => {
  it('is the pipeline that an included file belongs to, with messages in the included file', async () => {
    const files = {
      '.gitlab-ci.yml': `include: ci/more.yml\n${valid}`,
      'ci/more.yml': 'more:\n  stage: build\n  needs: [late]\n  script: make\n',
    };
    await bench.gitlab.commit(bench.project, {
      branch: 'included',
      message: 'Include',
      author: bench.developer,
      files,
    });
    await fetchAll();
    await bench.git('switch', '--quiet', 'included');
    const result = await linted('ci/more.yml');
    expect(result).toMatchObject({ file: '.gitlab-ci.yml', ref: 'included', notes: [] });
    expect(lastLint()).toMatchObject({ method: 'GET' });
    expect(marked(result)).toEqual([['more job: undefined need: late', 'ci/more.yml:3: late']]);
    expect(result.difference).toBeUndefined();
  });

  it('is not what was changed and not pushed in included files', async () => {
    await bench.git('switch', '--quiet', 'included');
    workspace.open(at('ci/more.yml'), 'more:\n  script: make\n');
    workspace.open(at('.gitlab-ci.yml'), `include: [ci/more.yml, ci/new.yml]\n${valid}`);
    await bench.write('ci/new.yml', 'new:\n  script: make\n');
    const inDryRun = await linted('ci/more.yml', { dryRun: true });
    expect(lastLint()).toMatchObject({ method: 'POST' });
    expect(inDryRun.notes).toEqual([
      "GitLab read 'ci/more.yml' as pushed on included; your local change to it was not seen.",
      "'ci/new.yml' is not on included of the server, so GitLab could not read it.",
    ]);
    expect(marked(inDryRun)).toEqual([['Local file `ci/new.yml` does not exist!', '.gitlab-ci.yml:1: ci/new.yml']]);
    const result = await linted();
    expect(result.ref).toBe('main');
    expect(result.notes[0]).toContain('GitLab reads what a changed');
    expect(result.notes).toContain("'ci/more.yml' is not on main of the server, so GitLab could not read it.");
  });

  it('is for the default branch while the branch is not on the server', async () => {
    await bench.git('switch', '--quiet', '--create', 'mine');
    const { ref, notes } = await linted();
    expect(ref).toBe('main');
    expect(notes).toEqual(["The branch 'mine' is not on the server, so it is linted for main."]);
    expect(await lint('.gitlab-ci.yml', { ref: 'nowhere' })).toMatchObject({
      ok: false,
      problem: { code: 'not-found', message: "The project 'platform/shop/gitops' has no branch 'nowhere'." },
    });
  });

  it('is unknown when the branch of the server is not fetched', async () => {
    await bench.git('switch', '--quiet', 'included');
    const files = { 'ci/more.yml': 'more:\n  stage: build\n  script: make\n' };
    await bench.gitlab.commit(bench.project, { branch: 'included', message: 'Mend', author: bench.maintainer, files });
    const { notes, difference } = await linted('.gitlab-ci.yml', { dryRun: true });
    expect(notes).toEqual([
      expect.stringMatching(/^What included holds on the server at [0-9a-f]{8} is not fetched/u),
      expect.stringMatching(/^Not compared with Plumbline's own verdict: included at [0-9a-f]{8} is not fetched\.$/u),
    ]);
    expect(difference).toBeUndefined();
  });

  it('is said to be no pipeline for other files', async () => {
    expect(await lint('README.md')).toMatchObject({ ok: false, problem: { code: 'unsupported' } });
  });
});

describe('a difference', () => {
  it('is a bug of ours, with a report that holds no values', async () => {
    const secret = 'glpat-canary0000000000000';
    workspace.open(
      at('.gitlab-ci.yml'),
      [
        'variables: # canary-comment',
        '  PASSWORD: canary-password',
        'build:',
        '  script: curl --header canary-header https://user:canary-user@example.com/x',
        '  when: manual',
        `  image: registry/${secret}`,
        '  id_tokens: {A: {aud: https://canary-audience}}',
        '  rules: [{if: $TOKEN == "canary-condition"}]',
        '',
      ].join('\n'),
    );
    gitlabSays(['jobs:build:when config canary-password is not allowed', `jobs:build ${secret} ${bench.gitlab.url}`]);
    const { difference, findings } = await linted();
    expect(findings).toHaveLength(2);
    expect(difference?.summary).toContain('that is a bug in Plumbline');
    const report = difference?.report ?? '';
    expect(report).not.toContain('canary');
    expect(report).not.toContain(bench.gitlab.url);
    expect(report).not.toContain(bench.project.path);
    expect(report).not.toContain(bench.clone);
    expect(report).toContain('Plumbline 1.2.3, GitLab ');
    expect(report).toContain('- jobs:build:when config *** is not allowed\n');
    expect(report).toContain('## Plumbline says that GitLab says\n\n(none: valid)\n');
    expect(report).toContain('  when: manual\n');
    expect(report).toContain('- jobs:build *** https://gitlab.example.com\n');
    await expectNoToken(bench, difference, findings);
  });

  it('is also that GitLab takes what we say that it refuses', async () => {
    workspace.open(at('.gitlab-ci.yml'), 'a:\n  script: x\n  needs: [b]\n');
    gitlabSays([]);
    const { isValid, difference } = await linted();
    expect(isValid).toBe(true);
    expect(difference?.summary).toContain("GitLab takes '.gitlab-ci.yml', which Plumbline says that it refuses");
    expect(difference?.report).toContain('## Only Plumbline\n\n- a job: undefined need: b\n');
  });

  it('is none when GitLab says the same in other words', async () => {
    workspace.open(at('.gitlab-ci.yml'), 'a:\n  script: x\n  needs: [b]\n');
    gitlabSays(['a job: undefined need: `b`']);
    expect((await linted()).difference).toBeUndefined();
  });

  it('is not looked for where an include is not known here', async () => {
    workspace.open(at('.gitlab-ci.yml'), `include: {template: Jobs/Build.gitlab-ci.yml}\n${valid}`);
    gitlabSays(['jobs:lint config should implement the script:, run:, or trigger: keyword']);
    const { difference, notes, findings } = await linted();
    expect(difference).toBeUndefined();
    expect(notes.at(-1)).toMatch(/^Not compared with Plumbline's own verdict: include:template/u);
    expect(findings).toMatchObject([{ isExact: false, range: { start: { line: 0, character: 0 } } }]);
  });

  it('places what no version has said yet at the job, else at the beginning of the file', async () => {
    workspace.open(at('.gitlab-ci.yml'), valid);
    gitlabSays(['jobs:build glows in the dark', 'The moon is full'], ['jobs:build:script is dull']);
    expect(marked(await linted())).toEqual([
      ['jobs:build glows in the dark', '.gitlab-ci.yml:2: build'],
      ['The moon is full', 'near .gitlab-ci.yml:1: stages: [build]'],
      ['jobs:build:script is dull', '.gitlab-ci.yml:4: make'],
    ]);
  });
});

describe('trouble never looks like a valid pipeline', () => {
  const faults: readonly (readonly [string, Fault, object])[] = [
    ['a token that has expired', { path: lintPath, kind: 'status', status: 401 }, { code: 'unauthorized' }],
    [
      'a role that is too low',
      { path: lintPath, kind: 'status', status: 403 },
      {
        code: 'forbidden',
        action: 'Linting with GitLab takes the role Developer in the project and a token with the scope api.',
      },
    ],
    ['a project that is gone', { path: lintPath, kind: 'status', status: 404 }, { code: 'not-found' }],
    ['too many requests', { path: lintPath, kind: 'status', status: 429, retryAfter: 600 }, { code: 'rate-limited' }],
    ['a server that fails', { path: lintPath, kind: 'status', status: 500 }, { code: 'server-error' }],
    ["a proxy's sign-in page", { path: lintPath, kind: 'html', status: 200 }, { code: 'refused' }],
    [
      'an answer that is no verdict',
      { path: lintPath, kind: 'status', status: 200, body: { status: 'valid' } },
      { code: 'server-error' },
    ],
    ['a server that is away', { path: lintPath, kind: 'cut', when: 'before-answer', count: -1 }, { code: 'offline' }],
  ];

  it.each(faults)('%s', async (_, fault, problem) => {
    bench.gitlab.faults.add(fault);
    const result = await lint();
    expect(result).toMatchObject({ ok: false, problem });
    expect(JSON.stringify(result)).not.toContain('may or may not have been done');
    await expectNoToken(bench, result);
  });

  it('a gateway that fails once is asked again, as lint changes nothing', async () => {
    bench.gitlab.faults.add({ path: lintPath, kind: 'html', status: 502 });
    expect((await linted()).isValid).toBe(true);
  });

  it('a server that never answers is left when the user cancels', async () => {
    bench.gitlab.faults.add({ path: lintPath, kind: 'hang' });
    let listener = (): void => undefined;
    const token = {
      isCancellationRequested: false,
      onCancellationRequested: (called: () => void) => {
        listener = called;
        return { dispose: () => undefined };
      },
    };
    const { git, accounts } = bench.ports;
    workspace.open(at('.gitlab-ci.yml'), valid);
    const load = (): Promise<ReturnType<Workspace['snapshot']>> => Promise.resolve(workspace.snapshot());
    const ports = { git, accounts, load, uriOf: (one: string) => one, productVersion: '1' };
    const running = lintOnServer(
      ports,
      { path: at('.gitlab-ci.yml'), project: bench.target, dryRun: false },
      { progress: () => undefined, token },
    );
    while (lastLint()?.path === undefined || bench.gitlab.faults.waiting().length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    listener();
    expect(await running).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
  });
});
