import { writeFile } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import type { ConnectionSettings } from '../../server/src/io/gitlab/connection.ts';
import { createGitLab } from '../../server/src/io/gitlab/gitlab.ts';
import type { GitLab } from '../../server/src/workspace/ports/gitlab.ts';
import { startSample, type Sample } from '../gitlab/sample.ts';
import { listen, portOf, startSecureServers, type SecureServers } from './secure-servers.ts';

/** The test GitLab below a relative root, behind TLS with a private authority, and behind a proxy. */
let sample: Sample;
let servers: SecureServers;

beforeAll(async () => {
  sample = await startSample();
  servers = await startSecureServers(sample.gitlab.url);
});

afterAll(async () => {
  await servers.end();
  await sample.gitlab.stop();
});

function gitlab(connection: ConnectionSettings): GitLab {
  const instance = servers.url;
  return createGitLab({
    instance,
    secret: sample.tokens.developer,
    connection: () => connection,
    userAgent: 'plumbline/1',
  });
}

describe('the network', () => {
  it('a private authority is trusted when its file is named, below a relative root', async () => {
    const trusting = gitlab({ certificateFile: servers.certificateFile });
    expect(await trusting.currentUser(neverCancelled)).toEqual({
      ok: true,
      value: { username: 'dan', name: 'Dan Developer' },
    });
    expect(servers.headers.at(-1)).toMatchObject({ 'user-agent': 'plumbline/1' });
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
    const settings = { certificateFile: servers.certificateFile, proxy: servers.proxyUrl };
    expect(await gitlab(settings).currentUser(neverCancelled)).toMatchObject({ ok: true });
    expect(servers.proxied).toEqual([new URL(servers.url).host]);
  });

  it('a file that is no certificate, or not there, is named', async () => {
    expect(await gitlab({ certificateFile: '/no/such/file.pem' }).currentUser(neverCancelled)).toMatchObject({
      ok: false,
      problem: { code: 'invalid', message: expect.stringContaining('/no/such/file.pem') as string },
    });
    const empty = path.join(servers.folder, 'empty.pem');
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
