import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../server/src/base/result.ts';
import type { FaultAction } from '../gitlab/faults.ts';
import { startBench, type Bench } from './bench.ts';
import { expectDone, expectNoToken, expectWorkIntact, prepareWork, run, type Before } from './scenario.ts';

let bench: Bench;
let before: Before;

beforeEach(async () => {
  bench = await startBench();
  before = await prepareWork(bench);
});

afterEach(() => bench.end());

interface Case {
  readonly name: string;
  readonly fault: FaultAction;
  /** 1 unless given; -1 is every time. */
  readonly count?: number;
  /** Absent when the run finishes in spite of the fault. */
  readonly problem?: { readonly code: ProblemCode; readonly says: RegExp };
}

/** With the fault: the outcome names the thing and nothing is lost. Without it: the same request finishes the job. */
async function expectRecovery(one: Case, path: string, method?: string): Promise<void> {
  bench.gitlab.faults.add({ ...one.fault, path, count: one.count ?? 1, ...(method !== undefined && { method }) });
  const outcome = await run(bench);
  expect(bench.gitlab.requests.some(({ fault }) => fault === one.fault.kind)).toBe(true);
  await expectWorkIntact(bench, before);
  await expectNoToken(bench, outcome);
  if (one.problem === undefined) {
    expect(outcome).toMatchObject({ ok: true, value: { created: true } });
    await expectDone(bench, before);
    return;
  }
  expect(outcome).toMatchObject({ ok: false, problem: { code: one.problem.code } });
  expect(outcome.ok ? '' : outcome.problem.message).toMatch(one.problem.says);
  expect(outcome.ok ? '' : (outcome.problem.action ?? '')).not.toBe('');
  bench.gitlab.faults.clear();
  const again = await run(bench);
  expect(again).toMatchObject({ ok: true, value: { mergeRequest: { iid: expect.any(Number) as number } } });
  await expectDone(bench, before);
  await expectNoToken(bench, again);
}

const status = (code: number, more: object = {}): FaultAction => ({ kind: 'status', status: code, ...more });
const scopeBody = {
  error: 'insufficient_scope',
  error_description: 'The request requires higher privileges than provided by the access token.',
  scope: 'api',
};

describe('the first question to GitLab', () => {
  const cases: readonly Case[] = [
    { name: 'late', fault: { kind: 'latency', milliseconds: 50 } },
    { name: '401', fault: status(401), problem: { code: 'unauthorized', says: /token for 'http.*' is not accepted/u } },
    { name: '403', fault: status(403), problem: { code: 'forbidden', says: /may not/u } },
    {
      name: '403 for the scope',
      fault: status(403, { body: scopeBody }),
      problem: { code: 'forbidden', says: /lacks the scope 'api'/u },
    },
    { name: '404', fault: status(404), problem: { code: 'not-found', says: /found nothing/u } },
    { name: 'one 429 with Retry-After', fault: status(429, { retryAfter: 0 }) },
    {
      name: '429 for longer than anybody waits',
      fault: status(429, { retryAfter: 600 }),
      problem: { code: 'rate-limited', says: /too many requests/u },
    },
    { name: 'one 503', fault: status(503) },
    { name: '500', fault: status(500), problem: { code: 'server-error', says: /failed: 500 /u } },
    {
      name: 'a sign-in page',
      fault: { kind: 'html', status: 200 },
      problem: { code: 'refused', says: /web page where GitLab's data was expected/u },
    },
    {
      name: 'a gateway’s error page, every time',
      fault: { kind: 'html', status: 502 },
      count: -1,
      problem: { code: 'server-error', says: /web page \(502\)/u },
    },
    { name: 'a cut connection', fault: { kind: 'cut', when: 'before-answer' } },
    {
      name: 'a connection that is always cut',
      fault: { kind: 'cut', when: 'before-answer' },
      count: -1,
      problem: { code: 'offline', says: /cannot be reached/u },
    },
  ];
  it.each(cases)('$name', async (one) => {
    await expectRecovery(one, `/api/v4/projects/${bench.project.id}`, 'GET');
  });
});

describe('making the merge request', () => {
  const cases: readonly Case[] = [
    { name: 'late', fault: { kind: 'latency', milliseconds: 50 } },
    { name: '401', fault: status(401), problem: { code: 'unauthorized', says: /token/u } },
    { name: '403', fault: status(403), problem: { code: 'forbidden', says: /may not/u } },
    { name: '404', fault: status(404), problem: { code: 'not-found', says: /found nothing/u } },
    { name: '409', fault: status(409), problem: { code: 'conflict', says: /./u } },
    {
      name: '422',
      fault: status(422, { body: { message: ['The project is taking a rest'] } }),
      problem: { code: 'invalid', says: /The project is taking a rest/u },
    },
    { name: '429', fault: status(429), problem: { code: 'rate-limited', says: /too many requests/u } },
    { name: '500 once', fault: status(500) },
    {
      name: '500 every time',
      fault: status(500),
      count: -1,
      problem: { code: 'unknown-outcome', says: /may or may not have been done/u },
    },
    {
      name: 'a sign-in page',
      fault: { kind: 'html', status: 200 },
      problem: { code: 'refused', says: /web page/u },
    },
    { name: 'a gateway’s error page', fault: { kind: 'html', status: 502 } },
    { name: 'cut before anything was done', fault: { kind: 'cut', when: 'before-answer' } },
    {
      name: 'always cut before anything was done',
      fault: { kind: 'cut', when: 'before-answer' },
      count: -1,
      problem: { code: 'unknown-outcome', says: /answer of .* was lost/u },
    },
    { name: 'cut in the middle of the answer', fault: { kind: 'cut', when: 'mid-body' } },
    { name: 'done, and the answer lost', fault: { kind: 'lost-answer' } },
  ];
  it.each(cases)('$name', async (one) => {
    await expectRecovery(one, '/api/v4/projects/*/merge_requests', 'POST');
  });
});

describe('pushing', () => {
  const cases: readonly Case[] = [
    { name: 'late', fault: { kind: 'latency', milliseconds: 50 } },
    {
      // Git itself asks once more after one.
      name: '401 every time',
      fault: status(401),
      count: -1,
      problem: { code: 'unauthorized', says: /'origin' did not accept/u },
    },
    { name: '403', fault: status(403), problem: { code: 'forbidden', says: /push the branch 'scale-web'/u } },
    { name: '404', fault: status(404), problem: { code: 'not-found', says: /project behind 'origin'/u } },
    {
      name: '500 every time',
      fault: status(500),
      count: -1,
      problem: { code: 'unknown-outcome', says: /'scale-web' was pushed/u },
    },
    {
      name: 'always cut before anything was done',
      fault: { kind: 'cut', when: 'before-answer' },
      count: -1,
      problem: { code: 'unknown-outcome', says: /'scale-web' was pushed/u },
    },
    { name: 'cut before anything was done', fault: { kind: 'cut', when: 'before-answer' } },
    { name: 'cut in the middle of the answer', fault: { kind: 'cut', when: 'mid-body' } },
    { name: 'done, and the answer lost', fault: { kind: 'lost-answer' } },
  ];
  it.each(cases)('$name', async (one) => {
    await expectRecovery(one, '/platform/shop/gitops.git/git-receive-pack');
  });

  it('a hook of the server that declines is told in its words, and the next run goes on', async () => {
    bench.project.hookRejection = 'Commits need a ticket, such as SHOP-12';
    const outcome = await run(bench);
    expect(outcome).toMatchObject({
      ok: false,
      problem: {
        code: 'refused',
        message: `A hook of the server declined the push of 'scale-web': Commits need a ticket, such as SHOP-12`,
      },
    });
    bench.project.hookRejection = undefined;
    expect(await run(bench)).toMatchObject({ ok: true, value: { created: true } });
    await expectDone(bench, before);
  });

  it('a protected branch is named, and the next run goes on when it is not protected any more', async () => {
    bench.project.protectedBranches.push({ name: 'scale-*', pushLevel: 0 });
    const outcome = await run(bench);
    expect(outcome).toMatchObject({
      ok: false,
      problem: { code: 'forbidden', message: `GitLab declined the push: the branch 'scale-web' is protected.` },
    });
    expect(outcome.ok ? '' : outcome.problem.detail).toContain('not allowed to push code to protected branches');
    await expectNoToken(bench, outcome);
    bench.project.protectedBranches.pop();
    expect(await run(bench)).toMatchObject({ ok: true, value: { created: true } });
    await expectDone(bench, before);
  });
});

describe('reading the merge request at the end', () => {
  it('fails without doing anything twice', async () => {
    await expectRecovery(
      { name: '', fault: status(500), count: -1, problem: { code: 'server-error', says: /failed: 500 /u } },
      '/api/v4/projects/*/merge_requests/*',
      'GET',
    );
  });
});
