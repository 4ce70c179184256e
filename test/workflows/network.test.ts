import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttp, request as httpRequest, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import type { ConnectionSettings } from '../../server/src/io/gitlab/connection.ts';
import { createGitLab } from '../../server/src/io/gitlab/gitlab.ts';
import type { GitLab } from '../../server/src/workspace/ports/gitlab.ts';
import { startSample, type Sample } from '../gitlab/sample.ts';

/** The test GitLab below a relative root, behind TLS with a private authority, and behind a proxy. */
let sample: Sample;
let folder: string;
let secure: Server;
let proxy: Server;
const asked: string[] = [];
const agents: (string | undefined)[] = [];

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
}

beforeAll(async () => {
  sample = await startSample();
  folder = await mkdtemp(path.join(tmpdir(), 'plumbline-network-'));
  const openssl = (...args: readonly string[]): Buffer =>
    execFileSync('openssl', [...args], { cwd: folder, stdio: 'pipe' });
  openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    'key.pem',
    '-out',
    'cert.pem',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
  );
  const [key, cert] = await Promise.all(['key.pem', 'cert.pem'].map((file) => readFile(path.join(folder, file))));
  secure = createHttps({ key, cert }, (request, response) => {
    agents.push(request.headers['user-agent']);
    const target = `${sample.gitlab.url}${(request.url ?? '').replace(/^\/root/u, '')}`;
    const onward = httpRequest(target, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  proxy = createHttp();
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await Promise.all([listen(secure), listen(proxy)]);
});

afterAll(async () => {
  for (const server of [secure, proxy]) {
    server.closeAllConnections();
    server.close();
  }
  await sample.gitlab.stop();
  await rm(folder, { recursive: true, force: true });
});

function gitlab(connection: ConnectionSettings): GitLab {
  const instance = `https://127.0.0.1:${portOf(secure)}/root`;
  return createGitLab({
    instance,
    secret: sample.tokens.developer,
    connection: () => connection,
    userAgent: 'plumbline/1',
  });
}

describe('the network', () => {
  it('a private authority is trusted when its file is named, below a relative root', async () => {
    const trusting = gitlab({ certificateFile: path.join(folder, 'cert.pem') });
    expect(await trusting.currentUser(neverCancelled)).toEqual({
      ok: true,
      value: { username: 'dan', name: 'Dan Developer' },
    });
    expect(agents.at(-1)).toBe('plumbline/1');
    expect(await trusting.project('platform/shop/gitops', neverCancelled)).toMatchObject({ ok: true });
  });

  it('an unknown authority is named, with the setting that helps', async () => {
    expect(await gitlab({}).currentUser(neverCancelled)).toMatchObject({
      ok: false,
      problem: {
        code: 'refused',
        message: expect.stringMatching(/certificate of 'https:\/\/127\.0\.0\.1:\d+\/root' is not trusted/u) as string,
        action: expect.stringContaining('certificateFile') as string,
      },
    });
  });

  it('a proxy is used', async () => {
    const settings = { certificateFile: path.join(folder, 'cert.pem'), proxy: `http://127.0.0.1:${portOf(proxy)}` };
    expect(await gitlab(settings).currentUser(neverCancelled)).toMatchObject({ ok: true });
    expect(asked).toEqual([`127.0.0.1:${portOf(secure)}`]);
  });

  it('a file that is no certificate, or not there, is named', async () => {
    expect(await gitlab({ certificateFile: '/no/such/file.pem' }).currentUser(neverCancelled)).toMatchObject({
      ok: false,
      problem: { code: 'invalid', message: expect.stringContaining('/no/such/file.pem') as string },
    });
    const empty = path.join(folder, 'empty.pem');
    await writeFile(empty, 'nothing');
    const outcome = await gitlab({ certificateFile: empty }).currentUser(neverCancelled);
    expect(outcome).toMatchObject({ ok: false });
    expect(JSON.stringify(outcome)).not.toContain(sample.tokens.developer);
  });

  it('the token goes to its own origin only', async () => {
    const elsewhere: (string | undefined)[] = [];
    const other = createHttp((request, response) => {
      elsewhere.push(request.headers.authorization);
      response.end('{}');
    });
    const first = createHttp((_, response) => {
      response.writeHead(302, { Location: `http://127.0.0.1:${portOf(other)}/api/v4/user` }).end();
    });
    await Promise.all([listen(other), listen(first)]);
    const instance = `http://127.0.0.1:${portOf(first)}`;
    const port = createGitLab({ instance, secret: 'glpat-canary', connection: () => ({}), userAgent: 'x' });
    expect(await port.currentUser(neverCancelled)).toMatchObject({ ok: false, problem: { code: 'moved' } });
    expect(elsewhere).toEqual([]);
    expect(port.credentialFor(`${instance}/a/b.git`)?.username).toBe('oauth2');
    expect(JSON.stringify(port.credentialFor(`${instance}/a/b.git`))).not.toContain('canary');
    for (const url of [
      'https://127.0.0.1/a',
      `http://127.0.0.1:${portOf(other)}/a.git`,
      'git@127.0.0.1:a/b.git',
      '/srv/a.git',
    ]) {
      expect(port.credentialFor(url)).toBeUndefined();
    }
    first.close();
    other.close();
  });

  it('an answer that is not GitLab’s, or repeats the token, is refused without repeating it', async () => {
    const odd = createHttp((request, response) => {
      const isUser = request.url?.endsWith('/user') === true;
      response.writeHead(isUser ? 200 : 400, { 'content-type': 'application/json' });
      response.end(
        isUser ? '{"username":7}' : JSON.stringify({ message: `bad ${request.headers.authorization ?? ''}` }),
      );
    });
    await listen(odd);
    const port = createGitLab({
      instance: `http://127.0.0.1:${portOf(odd)}`,
      secret: 'glpat-canary',
      connection: () => ({}),
      userAgent: 'x',
    });
    expect(await port.currentUser(neverCancelled)).toMatchObject({
      ok: false,
      problem: { code: 'server-error', message: expect.stringContaining(`'username' is not a text`) as string },
    });
    const echoed = await port.project(1, neverCancelled);
    expect(echoed).toMatchObject({ ok: false, problem: { code: 'invalid' } });
    expect(JSON.stringify(echoed)).not.toContain('canary');
    odd.close();
  });
});
