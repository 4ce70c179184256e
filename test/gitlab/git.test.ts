import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { branchHead } from './git/refs.ts';
import { gitEnvironment } from './git/run.ts';
import { ask, startSample, type Sample } from './sample.ts';

let sample: Sample;
let folder: string;

beforeEach(async () => {
  sample = await startSample();
  folder = await mkdtemp(path.join(tmpdir(), 'plumbline-clone-'));
});

afterEach(async () => {
  expect(sample.gitlab.internalErrors).toEqual([]);
  await sample.gitlab.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** The user's own Git, as a separate process; the tests' loop has to serve it meanwhile. */
function git(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const identity = ['-c', 'user.name=Dan', '-c', 'user.email=dan@example.com'];
    const child = spawn('git', [...identity, ...args], { cwd: folder, env: gitEnvironment() });
    let output = '';
    const add = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.on('close', (code) => {
      resolve({ code, output });
    });
  });
}

function remote(token: string, user = 'oauth2', project = 'platform/shop/gitops'): string {
  return `${sample.gitlab.url.replace('://', `://${user}:${token}@`)}/${project}.git`;
}

async function cloneWithChange(token = sample.tokens.developer): Promise<void> {
  expect((await git('clone', '--quiet', remote(token), '.')).code).toBe(0);
  await writeFile(path.join(folder, 'new.yaml'), 'a: 1\n');
  await git('add', '.');
  await git('commit', '--quiet', '-m', 'Add new.yaml');
}

function headOf(branch: string): Promise<string | undefined> {
  return branchHead(sample.project.repository, branch);
}

describe('git over HTTP', () => {
  it('clones and pushes with a token, whatever the user name', async () => {
    await cloneWithChange();
    expect(await readFile(path.join(folder, 'README.md'), 'utf8')).toBe('# Shop\n');
    await git('remote', 'set-url', 'origin', remote(sample.tokens.developer, 'anybody'));
    const pushed = await git('push', 'origin', 'HEAD:refs/heads/feat/new');
    expect(pushed.code).toBe(0);
    expect(pushed.output).toContain('remote: To create a merge request for feat/new, visit:');
    expect(pushed.output).toContain('-/merge_requests/new?merge_request%5Bsource_branch%5D=feat%2Fnew');
    const api = '/projects/platform%2Fshop%2Fgitops/repository/branches/feat%2Fnew';
    expect((await ask(sample.gitlab, sample.tokens.developer, api)).body).toMatchObject({
      name: 'feat/new',
      commit: { title: 'Add new.yaml' },
    });
  });

  it('declines a push to a protected branch in GitLab’s words', async () => {
    await cloneWithChange();
    const before = await headOf('main');
    const pushed = await git('push', 'origin', 'HEAD:main');
    expect(pushed.code).not.toBe(0);
    expect(pushed.output).toContain(
      'remote: GitLab: You are not allowed to push code to protected branches on this project.',
    );
    expect(pushed.output).toContain('! [remote rejected] HEAD -> main (pre-receive hook declined)');
    expect(await headOf('main')).toBe(before);
    expect((await git('push', remote(sample.tokens.maintainer), 'HEAD:main')).code).toBe(0);
  });

  it('covers branches by a pattern', async () => {
    sample.project.protectedBranches.push({ name: 'release/*', pushLevel: 0 });
    await cloneWithChange();
    expect((await git('push', remote(sample.tokens.maintainer), 'HEAD:refs/heads/release/1')).code).not.toBe(0);
    expect((await git('push', 'origin', 'HEAD:refs/heads/released')).code).toBe(0);
  });

  it('declines with the words of a hook', async () => {
    sample.project.hookRejection = 'Commits need a ticket, such as SHOP-12';
    await cloneWithChange();
    const pushed = await git('push', 'origin', 'HEAD:refs/heads/feat/new');
    expect(pushed.output).toContain('remote: GL-HOOK-ERR: Commits need a ticket, such as SHOP-12');
    expect(await headOf('feat/new')).toBeUndefined();
  });

  it('refuses a push that is not a fast-forward', async () => {
    await cloneWithChange();
    await git('push', 'origin', 'HEAD:refs/heads/feat/new');
    await git('commit', '--quiet', '--amend', '-m', 'Another');
    const pushed = await git('push', 'origin', 'HEAD:refs/heads/feat/new');
    expect(pushed.output).toContain('! [rejected]');
  });

  it('asks who it is, and tells what the token or the user may not', async () => {
    const { gitlab, developer, tokens } = sample;
    const url = `${gitlab.url}/platform/shop/gitops.git/info/refs?service=git-upload-pack`;
    const anonymous = await fetch(url);
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers.get('WWW-Authenticate')).toBe('Basic realm="GitLab"');
    expect((await git('ls-remote', remote('wrong'))).output).toContain('Authentication failed');
    expect((await git('ls-remote', remote(tokens.outsider))).output).toMatch(/not found/u);
    const readOnly = gitlab.createToken(developer, { scopes: ['read_repository'] });
    expect((await git('ls-remote', remote(readOnly))).code).toBe(0);
    await cloneWithChange(readOnly);
    expect((await git('push', 'origin', 'HEAD:refs/heads/feat/new')).output).toContain('403');
  });

  it('serves a project by its former path', async () => {
    sample.gitlab.moveProject(sample.project, 'platform/store');
    expect((await git('ls-remote', remote(sample.tokens.developer))).code).toBe(0);
    expect((await git('ls-remote', remote(sample.tokens.developer, 'oauth2', 'platform/store'))).code).toBe(0);
  });
});

describe('a push that goes wrong', () => {
  const receive = '/platform/shop/gitops.git/git-receive-pack';

  it('is lost before anything is applied', async () => {
    await cloneWithChange();
    sample.gitlab.faults.add({ path: receive, kind: 'cut', when: 'before-answer' });
    expect((await git('push', 'origin', 'HEAD:refs/heads/feat/new')).code).not.toBe(0);
    expect(await headOf('feat/new')).toBeUndefined();
    expect((await git('push', 'origin', 'HEAD:refs/heads/feat/new')).code).toBe(0);
  });

  it('loses its answer after it was applied', async () => {
    await cloneWithChange();
    sample.gitlab.faults.add({ path: receive, kind: 'lost-answer' });
    expect((await git('push', 'origin', 'HEAD:refs/heads/feat/new')).code).not.toBe(0);
    expect(await headOf('feat/new')).toBe((await git('rev-parse', 'HEAD')).output.trim());
    expect((await git('push', 'origin', 'HEAD:refs/heads/feat/new')).output).toContain('Everything up-to-date');
  });

  it('is refused before the pack is sent', async () => {
    await cloneWithChange();
    sample.gitlab.faults.add({ path: '*/info/refs', kind: 'status', status: 503 });
    const pushed = await git('push', 'origin', 'HEAD:refs/heads/feat/new');
    expect(pushed.output).toContain('503');
  });
});
