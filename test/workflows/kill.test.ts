import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMergeRequest } from '../../server/src/workflows/open-merge-request.ts';
import { caller, startBench, type Bench } from './bench.ts';
import { expectDone, expectNoToken, expectWorkIntact, prepareWork, requestFor } from './scenario.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});

afterEach(() => bench.end());

interface Ended {
  readonly signal: NodeJS.Signals | null;
  /** The effects that were done, in order. */
  readonly effects: readonly string[];
  readonly output: string;
}

function runAndKill(killAfter: number): Promise<Ended> {
  const { gitlab, tokens, storage } = bench;
  const order = { instance: gitlab.url, token: tokens.developer, storage, request: requestFor(bench), killAfter };
  const script = fileURLToPath(new URL('killed-run.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script], {
      env: { ...process.env, PLUMBLINE_TEST_ORDER: JSON.stringify(order) },
    });
    const chunks: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (_, signal) => {
      const effects = Buffer.concat(chunks).toString().split('\n').filter(Boolean);
      resolve({ signal, effects, output: Buffer.concat(errors).toString() });
    });
  });
}

/** In the order in which a run that nobody disturbs has them. */
const effects = [
  'hold',
  'planCommit',
  'write', // next: commit
  'writeCommit',
  'write', // next: branch
  'setBranch',
  'write', // next: switch
  'stage',
  'attachHead',
  'commitMade',
  'write', // next: push
  'push',
  'setUpstream',
  'write', // next: create
  'write', // the request is about to be sent
  'createMergeRequest',
  'write', // next: confirm
  'clear',
];

describe('killed with SIGKILL', () => {
  it('has no effects but those that the cases below end after', async () => {
    const before = await prepareWork(bench);
    const ended = await runAndKill(0);
    expect(ended.effects).toEqual(effects);
    await expectDone(bench, before);
    await expectNoToken(bench, ended.output);
  });

  it.each(effects.map((effect, at) => ({ effect, number: at + 1 })))(
    'after effect $number ($effect): the next run finishes the job, once',
    async ({ number }) => {
      const before = await prepareWork(bench);
      const ended = await runAndKill(number);
      expect(ended).toMatchObject({ signal: 'SIGKILL', effects: effects.slice(0, number), output: '' });
      await expectWorkIntact(bench, before);
      await expectNoToken(bench);

      const outcome = await openMergeRequest(bench.ports, requestFor(bench), caller);

      expect(outcome).toMatchObject({ ok: true, value: { mergeRequest: { iid: 1, state: 'opened' } } });
      await expectDone(bench, before);
      await expectNoToken(bench, outcome);
    },
  );
});

describe('killed while it commits to the branch that is checked out', () => {
  const onCurrentBranch = [
    'hold',
    'planCommit',
    'write', // next: commit
    'writeCommit',
    'write', // next: branch
    'stage',
    'setBranch',
    'write', // next: switch
    'commitMade',
  ];

  it.each(onCurrentBranch.map((effect, at) => ({ effect, number: at + 1 })).slice(3))(
    'after effect $number ($effect): the next run finishes the job, once',
    async ({ number }) => {
      await bench.git('switch', '--quiet', '--create', 'scale-web');
      const before = await prepareWork(bench);
      const ended = await runAndKill(number);
      expect(ended).toMatchObject({ signal: 'SIGKILL', effects: onCurrentBranch.slice(0, number), output: '' });
      await expectWorkIntact(bench, before);

      const outcome = await openMergeRequest(bench.ports, requestFor(bench), caller);

      expect(outcome).toMatchObject({ ok: true, value: { created: true, mergeRequest: { iid: 1 } } });
      await expectDone(bench, before);
    },
  );
});
