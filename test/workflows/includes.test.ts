import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { component, fault, file, startIncludeBench, type IncludeBench } from './include-bench.ts';

let bench: IncludeBench;

beforeAll(async () => {
  bench = await startIncludeBench();
});

beforeEach(() => {
  bench.gitlab.faults.clear();
});

afterAll(() => bench.end());

describe('a file of a project', () => {
  it('is read with its commit and hash', async () => {
    const text = 'include: /parts/tools.yml\nbuild:\n  extends: .tools\n  script: make\n';
    expect(await bench.read(file('HEAD'))).toEqual({
      state: 'text',
      text,
      source: {
        project: 'platform/pipelines',
        path: 'build.yml',
        commit: expect.stringMatching(/^[\da-f]{40}$/u) as string,
        sha256: createHash('sha256').update(text).digest('base64'),
      },
    });
  });

  it.each([
    [
      'a file that is not there',
      file('HEAD', 'nothing.yml'),
      'no-file',
      /no file 'nothing\.yml' on its default branch/u,
    ],
    ['a branch that is not there', file('gone'), 'no-ref', /no branch, tag or commit 'gone'/u],
    ['a project that is not there', file('HEAD', 'a.yml', 'no/where'), 'no-project', /no project 'no\/where'/u],
  ])('%s is named', async (_, address, kind, message) => {
    expect(await bench.read(address)).toMatchObject(fault(kind, message));
  });

  it('is unknown, not missing, to somebody who is not signed in', async () => {
    const signedOut = { token: null, freshness: 'renewed' } as const;
    expect(await bench.read(file('main', 'x.yml'), signedOut)).toMatchObject(
      fault('unknown', /not signed in to 'http:/u),
    );
    expect(await bench.read(file('HEAD', 'x.yml', 'components/checks'), signedOut)).toMatchObject(
      fault('no-file', /no file 'x\.yml'/u),
    );
  });

  it('is unknown when the token is not accepted, may not read the API, or the server fails', async () => {
    const revoked = bench.gitlab.createToken(bench.developer, { revoked: true });
    expect(await bench.read(file('main', 'y.yml'), { token: revoked })).toMatchObject(
      fault('unknown', /is not accepted/u),
    );
    const narrow = bench.gitlab.createToken(bench.developer, { scopes: ['read_user'] });
    expect(await bench.read(file('main', 'y.yml'), { token: narrow })).toMatchObject(
      fault('unknown', /lacks the scope/u),
    );
    bench.gitlab.faults.add({ kind: 'status', status: 503, path: '/api/v4/projects/*', count: -1 });
    expect(await bench.read(file('main', 'y.yml'))).toMatchObject(fault('unknown', /failed with 503/u));
  });
});

describe('the project of a folder', () => {
  const home = (project: string) => ({ state: 'known', instance: bench.gitlab.url, project }) as const;

  it('says which file is its pipeline, to whoever is signed in', async () => {
    const named = { ...home('components/checks'), pipelineFile: 'ci/main.yml' };
    expect(await bench.reader({ token: bench.tokens.maintainer }).settledHome(home('components/checks'))).toEqual(
      named,
    );
    expect(await bench.reader().settledHome(home('platform/pipelines'))).toEqual(home('platform/pipelines'));
    expect(await bench.reader({ token: null }).settledHome(home('components/checks'))).toEqual(
      home('components/checks'),
    );
  });
});

describe('a component', () => {
  it.each([
    ['~latest', '2.0.0'],
    ['1', '1.1.0'],
    ['1.0', '1.0.0'],
    ['2.0.0', '2.0.0'],
    ['9.0.0', '3.0.0-rc1'],
    ['main', '3.0.0-rc1'],
  ])('at version %s is that of %s', async (version, meant) => {
    expect(await bench.read(component(version))).toMatchObject({
      state: 'text',
      text: expect.stringContaining(`lint ${meant}\n`) as string,
      source: { commit: bench.commits.get(meant), path: 'templates/lint.yml' },
    });
  });

  it('is found by its commit, in a folder of its own, and without signing in', async () => {
    expect(await bench.read(component(bench.commits.get('1.0.0') ?? ''))).toMatchObject({ state: 'text' });
    const source = { path: 'templates/scan/template.yml' };
    expect(await bench.read(component('1', 'scan'), { token: null })).toMatchObject({ state: 'text', source });
  });

  it.each([
    ['a version', component('4'), 'no-version', /no version '4'/u],
    ['a name', component('1.1.0', 'nothing'), 'no-component', /no component 'nothing' at '1\.1\.0': neither/u],
  ])('with %s that is not there is named', async (_, address, kind, message) => {
    expect(await bench.read(address)).toMatchObject(fault(kind, message));
  });
});

describe('a template', () => {
  it('is asked for without its ending, also in a folder', async () => {
    expect(await bench.read({ kind: 'template', name: 'Bash.gitlab-ci.yml' })).toMatchObject({
      text: 'bash:\n  script: echo\n',
    });
    expect(await bench.read({ kind: 'template', name: 'Jobs/Lint.gitlab-ci.yml' })).toMatchObject({ state: 'text' });
  });

  it('that is not there is named; of one in a folder the API may not know', async () => {
    const missing = await bench.read({ kind: 'template', name: 'Nothing.gitlab-ci.yml' });
    expect(missing).toMatchObject(fault('no-template', /has no template 'Nothing\.gitlab-ci\.yml'/u));
    const inFolder = await bench.read({ kind: 'template', name: 'Jobs/Nothing.gitlab-ci.yml' });
    expect(inFolder).toMatchObject(fault('unknown', /does not give it/u));
  });
});

describe('a file by its address', () => {
  it('is read without a token', async () => {
    const url = bench.serve('remote:\n  script: echo\n');
    expect(await bench.read({ kind: 'remote', url })).toMatchObject({ text: 'remote:\n  script: echo\n' });
  });

  it.each([404, 403, 410, 500])('that answers with %i is named with it', async (status) => {
    const url = bench.serve('x: 1\n');
    bench.gitlab.faults.add({ kind: 'status', status, path: '/files/*', count: -1 });
    expect(await bench.read({ kind: 'remote', url })).toMatchObject({ fault: { kind: 'status', status } });
  });

  it.each([
    ['http://127.0.0.1:1/ci.yml'],
    ['http://localhost:1/ci.yml'],
    ['http://[::1]:1/ci.yml'],
    ['http://[::ffff:127.0.0.1]:1/ci.yml'],
    ['http://2130706433:1/ci.yml'],
    ['http://169.254.169.254/latest/meta-data/ci.yml'],
    ['http://10.0.0.1/ci.yml'],
    ['http://0.0.0.0:1/ci.yml'],
  ])('%s is not asked for', async (url) => {
    expect(await bench.read({ kind: 'remote', url })).toMatchObject(fault('blocked', /private network/u));
  });

  it('is asked for in a private network when the user allows the host', async () => {
    const url = bench.serve('x:\n  script: x\n');
    const { host } = new URL(url);
    expect(await bench.read({ kind: 'remote', url }, { isHome: false })).toMatchObject({ fault: { kind: 'blocked' } });
    const allowed = await bench.read({ kind: 'remote', url }, { isHome: false, allowedHosts: [host] });
    expect(allowed).toMatchObject({ state: 'text' });
  });

  it.each([['http://169.254.169.254/latest'], ['http://127.0.0.1:9/ci.yml'], ['http://localhost:9/ci.yml']])(
    'is not followed to %s',
    async (location) => {
      const url = bench.serve('x: 1\n');
      bench.gitlab.faults.add({ kind: 'redirect', location, path: '/files/*' });
      expect(await bench.read({ kind: 'remote', url })).toMatchObject({ fault: { kind: 'blocked' } });
    },
  );

  it('is followed to another place on the same server, and not for ever', async () => {
    const [from, to] = [bench.serve('from: 1\n'), bench.serve('to:\n  script: echo\n')];
    bench.gitlab.faults.add({ kind: 'redirect', location: to, path: new URL(from).pathname });
    expect(await bench.read({ kind: 'remote', url: from })).toMatchObject({ text: 'to:\n  script: echo\n' });
    const ring = bench.serve('ring: 1\n');
    bench.gitlab.faults.add({ kind: 'redirect', location: ring, path: new URL(ring).pathname, count: -1 });
    expect(await bench.read({ kind: 'remote', url: ring })).toMatchObject({ fault: { kind: 'status', status: 302 } });
  });

  it('of 100 MB is not read to its end', async () => {
    const url = bench.serve('x: 1\n');
    bench.gitlab.faults.add({ kind: 'large', megabytes: 100, path: '/files/*' });
    expect(await bench.read({ kind: 'remote', url })).toMatchObject(fault('too-large', /longer than 10 MB/u));
  });

  it('that never answers is given up', async () => {
    const url = bench.serve('x: 1\n');
    bench.gitlab.faults.add({ kind: 'hang', path: '/files/*' });
    const state = await bench.read({ kind: 'remote', url }, { timeout: 300 });
    expect(state).toMatchObject(fault('unknown', /has not answered in time/u));
  });
});
