import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DiskState } from '../../server/src/workspace/workspace.ts';
import { fault, startIncludeBench, type IncludeBench, type ReaderChange } from './include-bench.ts';
import { startSecureServers, type SecureServers } from './secure-servers.ts';

/** Remote includes behind a private authority and behind a proxy. */
let bench: IncludeBench;
let servers: SecureServers;
let count = 0;

beforeAll(async () => {
  bench = await startIncludeBench();
  servers = await startSecureServers(bench.gitlab.url);
});

afterEach(() => {
  for (const name of ['HTTPS_PROXY', 'NO_PROXY']) Reflect.deleteProperty(process.env, name);
  servers.proxied.length = 0;
});

afterAll(async () => {
  await servers.end();
  await bench.end();
});

function read(connection: ReaderChange['connection'] = {}): Promise<DiskState> {
  const { pathname } = new URL(bench.gitlab.servePlain(`/secure/${++count}/ci.yml`, 'secure:\n  script: echo\n'));
  const url = `${servers.url}${pathname}`;
  return bench.read({ kind: 'remote', url }, { connection, allowedHosts: [new URL(url).host] });
}

const text = { state: 'text', text: 'secure:\n  script: echo\n' };

describe('a remote include', () => {
  it('behind a private authority is read when the file of that is named', async () => {
    expect(await read({ certificateFile: servers.certificateFile })).toMatchObject(text);
    expect(servers.headers.at(-1)?.authorization).toBeUndefined();
    expect(await read()).toMatchObject(fault('unknown', /certificate of '127\.0\.0\.1:\d+' is not trusted/u));
  });

  it('is read through the proxy of the settings, and through that of the environment', async () => {
    const { certificateFile, proxyUrl, proxied } = servers;
    expect(await read({ certificateFile, proxy: proxyUrl })).toMatchObject(text);
    expect(proxied).toEqual([new URL(servers.url).host]);
    process.env['HTTPS_PROXY'] = proxyUrl;
    expect(await read({ certificateFile })).toMatchObject(text);
    expect(proxied).toHaveLength(2);
    process.env['NO_PROXY'] = '127.0.0.1';
    expect(await read({ certificateFile })).toMatchObject(text);
    expect(proxied).toHaveLength(2);
  });

  it('is unknown, with the reason, where the proxy does not answer', async () => {
    const { certificateFile } = servers;
    expect(await read({ certificateFile, proxy: 'http://127.0.0.1:1' })).toMatchObject(fault('unknown', /refuses/u));
  });

  it('is unknown where the file of certificates cannot be used, until it can', async () => {
    const certificateFile = path.join(servers.folder, 'later.pem');
    const reader = bench.reader({ connection: { certificateFile }, allowedHosts: [new URL(servers.url).host] });
    const asked = bench.pathOf({ kind: 'remote', url: `${servers.url}/nothing.yml` });
    expect(await reader.read(asked)).toMatchObject(
      fault('unknown', /connection settings cannot be used \(certificate file '.*later\.pem'/u),
    );
    await copyFile(servers.certificateFile, certificateFile);
    expect(await reader.read(asked)).toMatchObject({ fault: { kind: 'status', status: 404 } });
  });

  it('at a private address is not asked for through a proxy either', async () => {
    const url = 'https://127.0.0.1:9/ci.yml';
    const state = await bench.read({ kind: 'remote', url }, { connection: { proxy: servers.proxyUrl } });
    expect(state).toMatchObject(fault('blocked', /private network/u));
    expect(servers.proxied).toEqual([]);
  });
});
