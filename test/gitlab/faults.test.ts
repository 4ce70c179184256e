import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from './faults.ts';
import { ask, startSample, type Received, type Sample } from './sample.ts';

let sample: Sample;

beforeEach(async () => {
  sample = await startSample();
});

afterEach(async () => {
  expect(sample.gitlab.internalErrors).toEqual([]);
  await sample.gitlab.stop();
});

const path = '/api/v4/user';

function user(): Promise<Received> {
  return ask(sample.gitlab, sample.tokens.developer, '/user');
}

describe('faults', () => {
  it.each([
    [400, { message: '400 Bad request' }],
    [401, { message: '401 Unauthorized' }],
    [403, { message: '403 Forbidden' }],
    [404, { message: '404 Project Not Found' }],
    [409, { message: '409 Conflict: Resource lock' }],
    [422, { message: '422 Unprocessable Entity' }],
    [500, { message: '500 Internal Server Error' }],
    [503, { message: '503 Service Unavailable' }],
  ])('answer %i with GitLab’s body, once', async (status, body) => {
    sample.gitlab.faults.add({ path, kind: 'status', status });
    expect(await user()).toMatchObject({ status, body });
    expect((await user()).status).toBe(200);
  });

  it('answer 429 as Rack::Attack does', async () => {
    sample.gitlab.faults.add({ path, kind: 'status', status: 429, retryAfter: 3 });
    const answer = await user();
    expect(answer).toMatchObject({ status: 429, body: 'Retry later\n' });
    expect(answer.headers.get('Content-Type')).toBe('text/plain');
    expect(answer.headers.get('Retry-After')).toBe('3');
    expect(answer.headers.get('RateLimit-Remaining')).toBe('0');
  });

  it('answer a given body', async () => {
    const body = { message: { error: 'This endpoint has been requested too many times. Try again later.' } };
    sample.gitlab.faults.add({ path, kind: 'status', status: 429, body, retryAfter: 60 });
    expect(await user()).toMatchObject({ status: 429, body });
  });

  it('answer a page of HTML', async () => {
    for (const [status, words] of [
      [200, 'Sign in'],
      [502, '502'],
    ] as const) {
      sample.gitlab.faults.add({ path, kind: 'html', status });
      const answer = await user();
      expect(answer.status).toBe(status);
      expect(answer.headers.get('Content-Type')).toMatch(/^text\/html/u);
      expect(answer.body).toContain(words);
    }
  });

  it('answer late, with the right answer', async () => {
    sample.gitlab.faults.add({ path, kind: 'latency', milliseconds: 1 });
    expect((await user()).status).toBe(200);
    expect(sample.gitlab.requests.at(-1)).toMatchObject({ fault: 'latency', status: 200 });
  });

  it('cut the connection before and within the answer', async () => {
    for (const when of ['before-answer', 'mid-body'] as const) {
      sample.gitlab.faults.add({ path, kind: 'cut', when });
      await expect(user()).rejects.toThrow();
    }
    expect((await user()).status).toBe(200);
  });

  it('send the headers and a part of the body before they cut within it', async () => {
    sample.gitlab.faults.add({ path, kind: 'cut', when: 'mid-body' });
    const received = await new Promise<{ announced: number; got: number }>((resolve, reject) => {
      const headers = { Authorization: `Bearer ${sample.tokens.developer}` };
      const asking = request(`${sample.gitlab.url}${path}`, { headers }, (response) => {
        let got = 0;
        response.on('data', (chunk: Buffer) => {
          got += chunk.length;
        });
        response.on('error', () => undefined);
        response.on('close', () => {
          resolve({ announced: Number(response.headers['content-length']), got });
        });
      });
      asking.on('error', reject);
      asking.end();
    });
    expect(received.got).toBeGreaterThan(0);
    expect(received.got).toBeLessThan(received.announced);
  });

  it('lose the answer of a write that was done', async () => {
    const { gitlab, project, tokens } = sample;
    const branches = '/projects/platform%2Fshop%2Fgitops/repository/branches';
    gitlab.faults.add({ method: 'POST', path: '/api/v4/projects/*/repository/branches', kind: 'lost-answer' });
    const asked = { method: 'POST', body: { branch: 'feat/lost', ref: 'main' } };
    await expect(ask(gitlab, tokens.developer, branches, asked)).rejects.toThrow();
    expect(await ask(gitlab, tokens.developer, branches, asked)).toMatchObject({
      status: 400,
      body: { message: 'Branch already exists' },
    });
    expect(project.pipelines).toEqual([]);
  });

  it('hit by method, path, number and order', async () => {
    const { faults } = sample.gitlab;
    faults.add({ method: 'POST', path, kind: 'status', status: 500 });
    expect((await user()).status).toBe(200);
    faults.clear();
    faults.add({ path: '/api/v4/us*', kind: 'status', status: 500, count: 2, skip: 1 });
    const statuses = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push((await user()).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect(faults.waiting()).toEqual([]);
  });

  it('can be made and cleared over HTTP', async () => {
    const url = `${sample.gitlab.url}/-/faults`;
    const fault: Fault = { path, kind: 'status', status: 500, count: -1 };
    expect((await fetch(url, { method: 'POST', body: JSON.stringify(fault) })).status).toBe(201);
    expect((await user()).status).toBe(500);
    expect(await (await fetch(url)).json()).toEqual([fault]);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204);
    expect((await user()).status).toBe(200);
    expect((await fetch(url, { method: 'POST', body: '{"path":"/x"}' })).status).toBe(400);
    const log = (await (await fetch(`${sample.gitlab.url}/-/requests`)).json()) as unknown[];
    expect(log).toHaveLength(2);
  });

  it('end with the server when they hang', async () => {
    sample.gitlab.faults.add({ path, kind: 'hang' });
    const hanging = expect(user()).rejects.toThrow();
    await expect.poll(() => sample.gitlab.requests.length).toBe(1);
    await sample.gitlab.stop();
    await hanging;
  });
});
