import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cancellable } from '../../server/src/base/cancellation.ts';
import { mergeRequestDraft } from '../../server/src/workflows/merge-request-draft.ts';
import { openMergeRequest } from '../../server/src/workflows/open-merge-request.ts';
import { proposeBranch } from '../../server/src/workflows/propose-branch.ts';
import { caller, filesBelow, portsFor, startBench, type Bench } from './bench.ts';
import { expectDone, expectNoToken, expectWorkIntact, prepareWork, requestFor, type Before } from './scenario.ts';

let bench: Bench;
let before: Before;

beforeEach(async () => {
  bench = await startBench();
  before = await prepareWork(bench);
});

afterEach(() => bench.end());

describe('cancelled', () => {
  it.each([
    /Looking at/u,
    /^Asking/u,
    /Preparing/u,
    /Committing/u,
    /Making the branch/u,
    /Switching/u,
    /Pushing/u,
    /Opening/u,
    /Reading the merge/u,
  ])('at %s: nothing is lost, and the same request finishes the job', async (moment) => {
    const { token, cancel } = cancellable();
    const messages: string[] = [];
    const progress = (message: string): void => {
      messages.push(message);
      if (moment.test(message)) cancel();
    };
    const outcome = await openMergeRequest(bench.ports, requestFor(bench), { progress, token });
    expect(messages.some((message) => moment.test(message))).toBe(true);
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
    await expectWorkIntact(bench, before);
    expect(await openMergeRequest(bench.ports, requestFor(bench), caller)).toMatchObject({ ok: true });
    await expectDone(bench, before);
  });

  it('ends a push that hangs', async () => {
    const { token, cancel } = cancellable();
    bench.gitlab.faults.add({ path: '/platform/shop/gitops.git/git-receive-pack', kind: 'hang' });
    const running = openMergeRequest(bench.ports, requestFor(bench), { progress: () => undefined, token });
    await expect
      .poll(() => bench.gitlab.requests.some(({ fault }) => fault === 'hang'), { timeout: 60_000 })
      .toBe(true);
    cancel();
    expect(await running).toMatchObject({
      ok: false,
      problem: {
        code: 'cancelled',
        message: expect.stringMatching(/in the step 'push'.*is on the branch 'scale-web'/u) as string,
      },
    });
    expect(await openMergeRequest(bench.ports, requestFor(bench), caller)).toMatchObject({ ok: true });
    await expectDone(bench, before);
  });
});

describe('unfinished', () => {
  beforeEach(async () => {
    bench.project.hookRejection = 'Not now';
    expect(await openMergeRequest(bench.ports, requestFor(bench), caller)).toMatchObject({ ok: false });
    bench.project.hookRejection = undefined;
  });

  it('is shown in the draft, and finished by resume without saying anything again', async () => {
    const draft = await mergeRequestDraft(bench.ports, { folder: bench.clone, project: bench.target }, caller.token);
    expect(draft).toMatchObject({
      ok: true,
      value: { unfinished: { title: 'Scale web to three', branch: 'scale-web', nextStep: 'push' } },
    });
    const outcome = await openMergeRequest(bench.ports, { folder: bench.clone, resume: true }, caller);
    expect(outcome).toMatchObject({ ok: true, value: { created: true } });
    await expectDone(bench, before);
  });

  it('is not mixed up with another request, which says what waits', async () => {
    const other = requestFor(bench, { title: 'Something else', sourceBranch: 'other', files: ['notes.txt'] });
    expect(await openMergeRequest(bench.ports, other, caller)).toMatchObject({
      ok: false,
      problem: {
        code: 'conflict',
        message: `An earlier run is not finished: 'Scale web to three' on the branch 'scale-web' (next step: push).`,
      },
    });
    expect(await openMergeRequest(bench.ports, { ...other, discard: true }, caller)).toMatchObject({
      ok: true,
      value: { mergeRequest: { sourceBranch: 'other' } },
    });
    expect(await bench.git('log', '--format=%s', 'main..other')).toBe('Something else\nScale web to three\n');
  });

  it('a damaged journal is named, and can be discarded', async () => {
    const [file = ''] = (await filesBelow(bench.storage)).keys();
    for (const text of ['{"version":', '{"version":7}', '[]']) {
      await writeFile(path.join(bench.storage, file), text);
      expect(await openMergeRequest(bench.ports, requestFor(bench), caller)).toMatchObject({
        ok: false,
        problem: { code: 'invalid', action: expect.stringContaining('Discard') as string },
      });
    }
    const again = { ...requestFor(bench), files: [], discard: true };
    expect(await openMergeRequest(bench.ports, again, caller)).toMatchObject({ ok: true });
    expect(bench.project.mergeRequests).toHaveLength(1);
  });
});

describe('twice', () => {
  it('a second merge request for the branch is the first one', async () => {
    await openMergeRequest(bench.ports, requestFor(bench), caller);
    await bench.write('notes.txt', 'more\n');
    const second = requestFor(bench, { title: 'More', files: ['notes.txt'] });
    expect(await openMergeRequest(bench.ports, second, caller)).toMatchObject({
      ok: true,
      value: {
        created: false,
        mergeRequest: { iid: 1, title: 'Scale web to three' },
        notes: [expect.stringMatching(/^!1 was open/u) as string],
      },
    });
    expect(bench.project.mergeRequests).toHaveLength(1);
    expect(await bench.git('log', '--format=%s', 'origin/main..origin/scale-web')).toBe('More\nScale web to three\n');
  });

  it('a merge request that appears at the same moment is taken over (409)', async () => {
    const bare = bench.gitlab.createMergeRequest.bind(bench.gitlab);
    let isMade = false;
    const progress = (message: string): void => {
      if (/Opening/u.test(message)) isMade = true;
    };
    const connected = await bench.ports.accounts.connect(bench.gitlab.url);
    if (!connected.ok) throw new Error('not connected');
    bench.ports.accounts.set(bench.gitlab.url, {
      ...connected.value,
      createMergeRequest: async (...args) => {
        await bare(bench.project, bench.maintainer, {
          title: 'First',
          sourceBranch: 'scale-web',
          targetBranch: 'main',
        });
        return connected.value.createMergeRequest(...args);
      },
    });
    expect(await openMergeRequest(bench.ports, requestFor(bench), { ...caller, progress })).toMatchObject({
      ok: true,
      value: { created: false, mergeRequest: { title: 'First' } },
    });
    expect(isMade).toBe(true);
    expect(bench.project.mergeRequests).toHaveLength(1);
  });

  it('two windows at once: one does it, the other is told', async () => {
    const other = portsFor(bench.gitlab.url, bench.tokens.developer, bench.storage);
    const outcomes = await Promise.all([
      openMergeRequest(bench.ports, requestFor(bench), caller),
      openMergeRequest(bench.ports, requestFor(bench), caller),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes).toContainEqual(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'conflict' }) as unknown }),
    );
    await expectDone(bench, before);
    expect(await other.journal.read(bench.clone)).toEqual({ ok: true, value: undefined });
  });

  it('a branch that is here or on the server is not taken', async () => {
    await bench.git('branch', 'scale-web-to-three');
    expect(
      await openMergeRequest(bench.ports, requestFor(bench, { sourceBranch: 'scale-web-to-three' }), caller),
    ).toMatchObject({
      ok: false,
      problem: {
        code: 'conflict',
        message: expect.stringContaining(`A branch 'scale-web-to-three' is here already`) as string,
      },
    });
    await bench.gitlab.commit(bench.project, {
      branch: 'scale-web-to-three-2',
      message: 'M',
      author: bench.developer,
      files: { a: 'b' },
    });
    expect(
      await openMergeRequest(bench.ports, requestFor(bench, { sourceBranch: 'scale-web-to-three-2' }), caller),
    ).toMatchObject({
      ok: false,
      problem: { code: 'conflict', message: `'origin' has a branch 'scale-web-to-three-2' already.` },
    });
    const asked = { folder: bench.clone, title: 'Draft: Scale Wéb to "three"!', project: bench.target };
    expect(await proposeBranch(bench.ports, asked, caller.token)).toEqual({ ok: true, value: 'scale-web-to-three-3' });
    await expectWorkIntact(bench, before);
  });
});

describe('the token', () => {
  it('is in no argument, variable or file that a hook or another program sees, and in no trace', async () => {
    const spy = [
      'mkdir -p "$HOME/seen"',
      'env > "$HOME/seen/env-$$"',
      'for p in /proc/[0-9]*; do tr "\\0" "\\n" < $p/cmdline; echo; done > "$HOME/seen/cmdline-$$" 2>/dev/null',
      'ps -A -ww -o args >> "$HOME/seen/cmdline-$$" 2>/dev/null',
      'git config --list --show-origin > "$HOME/seen/config-$$"',
    ].join('\n');
    await mkdir(path.join(bench.clone, '.git/hooks'), { recursive: true });
    for (const name of ['pre-commit', 'pre-push', 'post-commit', 'reference-transaction']) {
      const file = path.join(bench.clone, '.git/hooks', name);
      await writeFile(file, `#!/bin/sh\n${spy}\n`);
      await chmod(file, 0o755);
    }
    const trace = path.join(bench.home, 'trace.txt');
    await bench.git('config', '--global', 'credential.helper', `store --file ${bench.home}/saved`);
    await bench.git('config', '--global', 'trace2.eventTarget', trace);
    await bench.git('config', '--global', 'trace2.configParams', '*');
    await bench.git(
      'config',
      '--global',
      'trace2.envVars',
      'HOME,GIT_CONFIG_PARAMETERS,GIT_ASKPASS,PLUMBLINE_CREDENTIAL_SOCKET',
    );

    const outcome = await openMergeRequest(bench.ports, requestFor(bench), caller);

    expect(outcome).toMatchObject({ ok: true });
    const seen = await filesBelow(path.join(bench.home, 'seen'));
    expect([...seen.values()].some((text) => text.includes('git-receive-pack') || text.includes('push'))).toBe(true);
    expect((await readFile(trace, 'utf8')).length).toBeGreaterThan(1000);
    await expectNoToken(bench, outcome);
  });
});
