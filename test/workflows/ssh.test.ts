import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openMergeRequest } from '../../server/src/workflows/open-merge-request.ts';
import { caller, startBench, type Bench } from './bench.ts';
import { expectNoToken, requestFor } from './scenario.ts';

/**
 * Git's SSH transport with a program in ssh's place: it writes down how it was called and starts the other end of Git
 * here, as a server would. Only the encryption is missing.
 */
let bench: Bench;
const searchPath = process.env['PATH'];

async function installSsh(script: string): Promise<void> {
  const folder = path.join(bench.home, 'bin');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'ssh'), `#!/bin/sh\n${script}\n`);
  await chmod(path.join(folder, 'ssh'), 0o755);
  process.env['PATH'] = `${folder}:${searchPath ?? ''}`;
}

beforeEach(async () => {
  bench = await startBench();
  await bench.git('remote', 'set-url', 'origin', 'git@127.0.0.1:platform/shop/gitops.git');
  await bench.write('README.md', '# SSH\n');
});

afterEach(async () => {
  process.env['PATH'] = searchPath;
  await bench.end();
});

it('pushes over SSH as the user does, never asking, and makes the merge request with the token', async () => {
  const { repository } = bench.project;
  await installSsh(`printf '%s\\n' "$*" >> "$HOME/ssh-calls"
for last; do :; done
eval "$(printf '%s' "$last" | sed "s#'platform/shop/gitops.git'#'${repository}'#")"`);
  const outcome = await openMergeRequest(bench.ports, requestFor(bench, { files: ['README.md'] }), caller);
  expect(outcome).toMatchObject({ ok: true, value: { created: true, mergeRequest: { iid: 1 } } });
  const calls = await readFile(path.join(bench.home, 'ssh-calls'), 'utf8');
  expect(calls).toMatch(/^-o BatchMode=yes .*git@127\.0\.0\.1 git-upload-pack/mu);
  expect(calls).toMatch(/^-o BatchMode=yes .*git@127\.0\.0\.1 git-receive-pack/mu);
  expect(bench.gitlab.requests.some(({ path: asked }) => asked.includes('receive-pack'))).toBe(false);
  await expectNoToken(bench, outcome, calls);
});

it.each([
  ['git@127.0.0.1: Permission denied (publickey).', 'unauthorized', /load your key into the agent/u],
  ['Host key verification failed.', 'unauthorized', /ssh -T/u],
  ['ssh: connect to host 127.0.0.1 port 22: Connection refused', 'offline', /Check the network/u],
])('says what ssh says: %s', async (words, code, action) => {
  await installSsh(`echo '${words}' >&2; exit 255`);
  const outcome = await openMergeRequest(bench.ports, requestFor(bench, { files: ['README.md'] }), caller);
  expect(outcome).toMatchObject({ ok: false, problem: { code, detail: expect.stringContaining(words) as string } });
  expect(outcome.ok ? '' : outcome.problem.action).toMatch(action);
  expect(await bench.git('for-each-ref', '--format=%(refname)', 'refs/heads')).toBe('refs/heads/main\n');
});
