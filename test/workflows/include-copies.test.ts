import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { component, fault, file, startIncludeBench, type IncludeBench } from './include-bench.ts';

/** What is kept of included files, and what is not. */
let bench: IncludeBench;

beforeAll(async () => {
  bench = await startIncludeBench();
});

beforeEach(() => {
  bench.gitlab.faults.clear();
});

afterAll(() => bench.end());

describe('the token', () => {
  it('stays with its instance: redirects to another host are not followed', async () => {
    const location = 'http://198.51.100.1/elsewhere';
    bench.gitlab.faults.add({ kind: 'redirect', location, path: '/api/v4/projects/*' });
    expect(await bench.read(file('main', 'moved.yml'))).toMatchObject(fault('unknown', /has moved to 'http:\/\/198/u));
  });

  it('and what was asked for are in no file of the cache, which nobody else may read', async () => {
    await bench.read(file('HEAD'));
    await bench.read({ kind: 'remote', url: bench.serve('secret-address: 1\n') });
    for (const kind of ['entries', 'content']) {
      const folder = path.join(bench.folder, kind);
      expect((await stat(folder)).mode & 0o077).toBe(0);
      for (const name of await readdir(folder)) {
        const full = path.join(folder, name);
        expect((await stat(full)).mode & 0o077).toBe(0);
        const text = await readFile(full, 'utf8');
        expect(text).not.toContain(bench.tokens.developer);
        expect(text).not.toContain('/files/');
      }
    }
  });
});

describe('a copy', () => {
  function countOf(part: string): number {
    return bench.gitlab.requests.filter((request) => request.path.includes(part)).length;
  }

  it('is used without asking while it is young, and for ever when it is of a commit', async () => {
    const reader = bench.reader();
    const address = file('main', 'parts/tools.yml');
    await reader.read(bench.pathOf(address));
    const before = countOf('parts/tools.yml');
    await reader.read(bench.pathOf(address));
    expect(countOf('parts/tools.yml')).toBe(before);
    reader.expire();
    await reader.read(bench.pathOf(address));
    expect(bench.gitlab.requests.at(-1)).toMatchObject({ status: 304 });
    const fixed = component(bench.commits.get('1.1.0') ?? '');
    await reader.read(bench.pathOf(fixed));
    const all = bench.gitlab.requests.length;
    reader.expire();
    await reader.read(bench.pathOf(fixed));
    expect(bench.gitlab.requests).toHaveLength(all);
  });

  it('stands in, and says so, when the server cannot be asked', async () => {
    const reader = bench.reader();
    const url = bench.serve('kept:\n  script: echo\n');
    await reader.read(bench.pathOf({ kind: 'remote', url }));
    reader.expire();
    bench.gitlab.faults.add({ kind: 'cut', when: 'before-answer', path: '/files/*', count: -1 });
    expect(await reader.read(bench.pathOf({ kind: 'remote', url }))).toMatchObject({
      text: 'kept:\n  script: echo\n',
      source: { staleBecause: expect.stringMatching(/broke the connection off/u) as string },
    });
  });

  it('does not stand in when the server says that the file is gone', async () => {
    const reader = bench.reader();
    const url = bench.serve('gone: 1\n');
    await reader.read(bench.pathOf({ kind: 'remote', url }));
    reader.expire();
    bench.gitlab.faults.add({ kind: 'status', status: 404, path: '/files/*' });
    expect(await reader.read(bench.pathOf({ kind: 'remote', url }))).toMatchObject({ fault: { status: 404 } });
  });

  it('is all there is offline, and nothing is sent', async () => {
    await bench.read(file('HEAD'));
    const before = bench.gitlab.requests.length;
    const offline = { freshness: 'offline' } as const;
    expect(await bench.read(file('HEAD'), offline)).toMatchObject({ state: 'text' });
    expect(await bench.read(file('HEAD', 'never-read.yml'), offline)).toMatchObject(fault('unknown', /no copy of it/u));
    expect(bench.gitlab.requests).toHaveLength(before);
  });

  it('is answered at once in an editor, and renewed behind', async () => {
    const url = bench.serve('first:\n  script: echo\n');
    const reader = bench.reader({ freshness: 'at-once' });
    const asked = bench.pathOf({ kind: 'remote', url });
    await reader.read(asked);
    bench.gitlab.servePlain(new URL(url).pathname, 'second:\n  script: echo\n');
    reader.expire();
    const changed = new Promise<string>((resolve) => {
      reader.onChanged(resolve);
    });
    expect(await reader.read(asked)).toMatchObject({ text: 'first:\n  script: echo\n' });
    expect(await changed).toBe(asked);
    expect(await reader.read(asked)).toMatchObject({ text: 'second:\n  script: echo\n' });
  });
});
