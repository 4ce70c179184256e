import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DiskState } from '../../server/src/workspace/workspace.ts';
import { fault, file, startIncludeBench, type IncludeBench, type ReaderChange } from './include-bench.ts';
import { judgePipeline } from './judge-pipeline.ts';

/** Servers that mean harm, are broken, or want to be left alone. */
let bench: IncludeBench;
let server: Server | undefined;

beforeAll(async () => {
  bench = await startIncludeBench();
});

beforeEach(() => {
  bench.gitlab.faults.clear();
});

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

afterAll(() => bench.end());

/** Starts a server of its own and answers the address of a file there. */
async function serveWith(listener: RequestListener): Promise<string> {
  const made = createServer(listener);
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/ci.yml`;
}

function readFrom(url: string, change: ReaderChange = {}): Promise<DiskState> {
  return bench.read({ kind: 'remote', url }, { allowedHosts: [new URL(url).host], ...change });
}

describe('a remote include', () => {
  it('that unpacks to any length is not unpacked to its end', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, 'x'));
    const url = await serveWith((_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Type': 'text/yaml' }).end(bomb);
    });
    expect(await readFrom(url)).toMatchObject(fault('too-large', /longer than 10 MB/u));
  });

  it('that never ends is given up after its time, whatever still comes', async () => {
    const url = await serveWith((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/yaml' });
      const timer = setInterval(() => response.write('# more\n'), 20);
      response.on('close', () => {
        clearInterval(timer);
      });
    });
    expect(await readFrom(url, { timeout: 400 })).toMatchObject(fault('unknown', /has not answered in time/u));
  });

  it('that breaks off in its middle is not taken for a whole file', async () => {
    const url = await serveWith((_, response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('job:\n', () => response.destroy());
    });
    expect(await readFrom(url)).toMatchObject(fault('unknown', /broke the connection off|other side closed/u));
  });

  it('that is no HTTP at all is unknown', async () => {
    const url = await serveWith((request) => request.socket.end('220 mail.example.com ESMTP\r\n'));
    expect(await readFrom(url)).toMatchObject(fault('unknown', /is not read/u));
  });

  it('of bytes that are no text is told as such', async () => {
    const url = await serveWith((_, response) => response.end(Buffer.from([0, 1, 2, 255, 254, 0])));
    const { findings } = await judgePipeline(
      bench.reader({ allowedHosts: [new URL(url).host] }),
      `include: ${url}\nx: { script: x }\n`,
    );
    expect(findings).toEqual([expect.stringMatching(/^error include-broken/u)]);
  });

  it('leads over a chain of redirects to a page to sign in on, which is no YAML', async () => {
    const url = await serveWith((request, response) => {
      const steps: Record<string, string> = { '/ci.yml': '/-/raw/ci.yml', '/-/raw/ci.yml': '/users/sign_in' };
      const location = steps[request.url ?? ''];
      if (location !== undefined) response.writeHead(302, { Location: location }).end();
      else response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!DOCTYPE html>\n<title>Sign in</title>');
    });
    const reader = bench.reader({ allowedHosts: [new URL(url).host] });
    const { findings, isValid } = await judgePipeline(reader, `include: ${url}\nx: { script: x }\n`);
    expect(findings).toEqual([
      expect.stringMatching(
        /^error include-http-error at '.*': '.*' gives a page to sign in on, not the file: .*'project' and 'file'$/u,
      ),
    ]);
    expect(isValid).toBeUndefined();
  });

  it('that is the page around a file names the way to the file', async () => {
    const page = '\n<html><body>ci.yml</body></html>';
    const url = (await serveWith((_, response) => response.end(page))).replace('/ci.yml', '/a/b/-/blob/main/ci.yml');
    expect(await readFrom(url)).toMatchObject(fault('page', /is the web page that shows the file/u));
  });

  it('is never followed to a file of this machine', async () => {
    const url = await serveWith((_, response) => response.writeHead(302, { Location: 'file:///etc/passwd' }).end());
    expect(await readFrom(url)).toMatchObject({ fault: { kind: 'status', status: 302 } });
  });

  it('is asked for with its tag, and 304 keeps the copy', async () => {
    const tags: (string | undefined)[] = [];
    const url = await serveWith((request, response) => {
      tags.push(request.headers['if-none-match']);
      if (tags.length > 1) response.writeHead(304).end();
      else response.writeHead(200, { ETag: '"one"' }).end('kept:\n  script: echo\n');
    });
    const reader = bench.reader({ allowedHosts: [new URL(url).host] });
    const path = bench.pathOf({ kind: 'remote', url });
    const first = await reader.read(path);
    reader.expire();
    expect(await reader.read(path)).toEqual(first);
    expect(tags).toEqual([undefined, '"one"']);
  });
});

describe('a server that cannot or will not answer now', () => {
  it.each([
    [429, 'answers with 429'],
    [500, 'answers with 500'],
    [503, 'answers with 503'],
  ])('with %i leaves the copy in use, which says of when it is', async (status, words) => {
    let isDown = false;
    const url = await serveWith((_, response) => {
      if (isDown) response.writeHead(status).end();
      else response.end('kept:\n  script: echo\n');
    });
    const reader = bench.reader({ allowedHosts: [new URL(url).host] });
    await reader.read(bench.pathOf({ kind: 'remote', url }));
    isDown = true;
    reader.expire();
    const { findings, merged } = await judgePipeline(reader, `include: ${url}\n`);
    expect(merged).toEqual({ kept: { script: 'echo' } });
    expect(findings).toEqual([
      expect.stringMatching(
        new RegExp(`^information .*from \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC is used: .*${words}`, 'u'),
      ),
    ]);
  });

  it('is left alone for as long as it says', async () => {
    const reader = bench.reader();
    bench.gitlab.faults.add({ kind: 'status', status: 429, retryAfter: 30, path: '/api/v4/projects/*', count: -1 });
    expect(await reader.read(bench.pathOf(file('main', 'a.yml')))).toMatchObject(
      fault('unknown', /too many requests/u),
    );
    const before = bench.gitlab.requests.length;
    expect(await reader.read(bench.pathOf(file('main', 'b.yml')))).toMatchObject(
      fault('unknown', /is not asked before \d\d:\d\d UTC/u),
    );
    expect(bench.gitlab.requests).toHaveLength(before);
  });

  it.each([
    [401, /the access token for '.*' is not accepted; sign in again/u],
    [403, /You may not read .*; ask for access/u],
  ])('with %i leaves the copy in use and says what to do', async (status, words) => {
    const reader = bench.reader();
    const address = bench.pathOf(file('main', 'parts/tools.yml'));
    await reader.read(address);
    bench.gitlab.faults.add({ kind: 'status', status, path: '/api/v4/projects/*', count: -1 });
    reader.expire();
    expect(await reader.read(address)).toMatchObject({
      text: '.tools:\n  image: tools:1\n',
      source: { staleBecause: expect.stringMatching(words) as string },
    });
  });

  it('gives a sign-in page in place of the API: unknown, and the copy stays', async () => {
    const reader = bench.reader();
    const address = bench.pathOf(file('HEAD', 'parts/tools.yml'));
    await reader.read(address);
    bench.gitlab.faults.add({ kind: 'html', status: 200, path: '/api/v4/projects/*', count: -1 });
    reader.expire();
    expect(await reader.read(address)).toMatchObject({
      state: 'text',
      source: { staleBecause: expect.stringMatching(/a sign-in page or a proxy/u) as string },
    });
    expect(await reader.read(bench.pathOf(file('HEAD', 'other.yml')))).toMatchObject(fault('unknown', /web page/u));
  });
});
