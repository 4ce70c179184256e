import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancellable, neverCancelled, type CancellationToken } from '../../server/src/base/cancellation.ts';
import { parseImageName, type ImageName } from '../../server/src/base/image-name.ts';
import type { Result } from '../../server/src/base/result.ts';
import { createImageRegistry, type ImageRegistryParts } from '../../server/src/io/registry/registry.ts';
import { makeCertificate, startSecureServers, type SecureServers } from '../workflows/secure-servers.ts';
import { startFront, type Front } from './front.ts';
import { pushImage, pushManifest, startRegistry, type PushedImage, type TestRegistry } from './start-registry.ts';
import { startTokenServer, type TokenServer } from './token-server.ts';

/** The registry 'distribution', open to all, behind tokens and behind a password; all with the same images. */
let folder = '';
let open: TestRegistry;
let guarded: TestRegistry;
let locked: TestRegistry;
let tokens: TokenServer;
let secure: SecureServers;
let front: Front;
let second: Front;
let tools: PushedImage;
const stops: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'plumbline-images-'));
  const storage = path.join(folder, 'images');
  open = await startRegistry({ storage });
  tools = await pushImage(open.url, 'group/tools', ['1', 'latest']);
  await pushImage(open.url, 'group/secret', ['1']);
  secure = await startSecureServers(open.url);
  const { key, cert } = await makeCertificate(folder);
  const tls = { certificate: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') };
  const names = { service: 'test registry', issuer: 'test issuer' };
  tokens = await startTokenServer({ certificate: cert, key, ...names, publicRepositories: ['group/tools'] });
  guarded = await startRegistry({
    storage,
    tls,
    auth: { token: { realm: tokens.realm, rootcertbundle: tls.certificate, ...names } },
  });
  locked = await startRegistry({ storage, auth: { htpasswd: { realm: 'test', path: path.join(folder, 'htpasswd') } } });
  front = await startFront(open.url);
  second = await startFront(open.url);
  stops.push(open.stop, guarded.stop, locked.stop, tokens.stop, secure.end, front.stop, second.stop);
});

afterAll(async () => {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  tokens.asked.length = 0;
  tokens.answer = undefined;
  front.reset();
  second.reset();
});

interface Asking {
  readonly allowed?: readonly string[];
  readonly gitlab?: ReturnType<ImageRegistryParts['settings']>['gitlab'];
  readonly instances?: readonly string[];
  readonly timeout?: number;
  readonly token?: CancellationToken;
}

function registry({ allowed = ['127.0.0.1'], gitlab = {}, instances = [], timeout }: Asking = {}) {
  return createImageRegistry({
    settings: () => ({ gitlab, includes: { read: true, allowedHosts: allowed } }),
    instances: () => instances,
    userAgent: 'plumbline/test',
    ...(timeout !== undefined && { timeout }),
  });
}

function ask(name: string, asking: Asking = {}): Promise<Result<string>> {
  return registry(asking).digest(named(name), asking.token ?? neverCancelled);
}

function named(name: string): ImageName {
  const image = parseImageName(name);
  if (image === undefined) throw new Error(`'${name}' is no name`);
  return image;
}

function found(value: string): object {
  return { ok: true, value };
}

function refused(code: string, message: RegExp, action?: RegExp): object {
  const way = action === undefined ? {} : { action: expect.stringMatching(action) as string };
  return { ok: false, problem: { code, message: expect.stringMatching(message) as string, ...way } };
}

describe('a registry that is open to all', { timeout: 60_000 }, () => {
  it('tells the digest of the list of variants', async () => {
    expect(await ask(`${open.host}/group/tools:1`)).toEqual(found(tools.index));
    expect(await ask(`${open.host}/group/tools`)).toEqual(found(tools.index));
  });

  it('tells the digest of an image for one platform', async () => {
    expect(await ask(`${open.host}/group/tools:single`)).toEqual(found(tools.single));
  });

  it("tells the digest of Docker's own formats", async () => {
    const type = 'application/vnd.docker.distribution.manifest.list.v2+json';
    const text = JSON.stringify({ schemaVersion: 2, mediaType: type, manifests: [] });
    const digest = await pushManifest(open.url, { repository: 'group/tools', tag: 'docker', type, text });
    expect(await ask(`${open.host}/group/tools:docker`)).toEqual(found(digest));
  });

  it.each(['group/tools:2', 'group/tolls:1'])('has no %s', async (name) => {
    const [repository = '', tag = ''] = name.split(':');
    expect(await ask(`${open.host}/${name}`)).toMatchObject(
      refused('not-found', new RegExp(`^'${open.host}' has no image '${repository}' with the tag '${tag}'$`, 'u')),
    );
  });
});

describe('a registry with tokens', { timeout: 60_000 }, () => {
  const trusting = (): Asking => ({ gitlab: { certificateFile: path.join(folder, 'cert.pem') } });

  it('gives one to nobody in particular, for what is public', async () => {
    expect(await ask(`${guarded.host}/group/tools:1`, trusting())).toEqual(found(tools.index));
    expect(tokens.asked).toEqual([
      { query: { service: 'test registry', scope: 'repository:group/tools:pull' }, authorization: undefined },
    ]);
  });

  it('shows what is private to nobody', async () => {
    expect(await ask(`${guarded.host}/group/secret:1`, trusting())).toMatchObject(
      refused('unauthorized', /^'127\.0\.0\.1:\d+' shows 'group\/secret' to nobody who is not signed in/u, /by hand/u),
    );
  });

  it.each([
    ['refuses', { status: 403, body: '{}' }, 'unauthorized', /to nobody who is not signed in/u],
    ['gives no token', { status: 200, body: '{"token":"a\\nb: c"}' }, 'unauthorized', /to nobody/u],
    ['says nothing', { status: 200, body: '' }, 'unauthorized', /to nobody/u],
    ['fails', { status: 503, body: 'down' }, 'server-error', /^'127\.0\.0\.1:\d+' failed with 503$/u],
    ['says too much', { status: 200, body: 'x'.repeat(5_000_000) }, 'server-error', /more than a registry/u],
  ])('whose server of tokens %s', async (_, answer, code, message) => {
    tokens.answer = answer;
    expect(await ask(`${guarded.host}/group/tools:1`, trusting())).toMatchObject(refused(code, message));
  });

  it('is not trusted without its certificate', async () => {
    expect(await ask(`${guarded.host}/group/tools:1`)).toMatchObject(
      refused('refused', /certificate of '127\.0\.0\.1:\d+' is not trusted/u, /certificateFile/u),
    );
  });
});

describe('a registry with passwords', { timeout: 60_000 }, () => {
  it('wants a login, which is not sent', async () => {
    expect(await ask(`${locked.host}/group/tools:1`)).toMatchObject(
      refused('unauthorized', /signs in to no registry$/u),
    );
  });
});

describe('the way to a registry', { timeout: 60_000 }, () => {
  it('leads through the proxy, with the private authority', async () => {
    const { certificateFile, proxyUrl, proxied, url } = secure;
    const gitlab = { certificateFile, proxy: proxyUrl };
    expect(await ask(`${new URL(url).host}/group/tools:1`, { gitlab })).toEqual(found(tools.index));
    expect(proxied).toEqual([new URL(url).host]);
    expect(secure.headers.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it('does not lead to this machine or a private network', async () => {
    const before = front.asked.length;
    for (const allowed of [[], ['127.0.0.2']]) {
      expect(await ask(`${front.host}/group/tools:1`, { allowed })).toMatchObject(
        refused('refused', /an address of this machine or of a private network/u, /includeHosts/u),
      );
    }
    expect(front.asked).toHaveLength(before);
  });

  it("leads to the registry of the user's own GitLab, wherever that is", async () => {
    const instances = ['https://127.0.0.1'];
    expect(await ask(`${open.host}/group/tools:1`, { allowed: [], instances })).toEqual(found(tools.index));
  });

  it('does not lead to another private address for a token', async () => {
    front.behave = (_, response) => {
      const challenge = `Bearer realm="http://localhost:${new URL(open.url).port}/token",service="x"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
      return true;
    };
    expect(await ask(`${front.host}/group/tools:1`)).toMatchObject(
      refused('refused', /^'localhost:\d+' is an address/u),
    );
  });

  it('leads on to the server that the registry names, without its token', async () => {
    front.behave = ({ url, headers }, response) => {
      if (url?.startsWith('/token') === true) response.end('{"access_token":"only-for-the-front"}');
      else if (headers.authorization === undefined) {
        const challenge = `Basic realm="front", Bearer realm="http://${front.host}/token", service=front`;
        response.writeHead(401, { 'www-authenticate': challenge }).end();
      } else response.writeHead(307, { location: `${last.url}${url ?? ''}` }).end();
      return true;
    };
    const last = { url: `http://${second.host}` };
    expect(await ask(`${front.host}/group/tools:1`)).toEqual(found(tools.index));
    expect(front.asked.at(-1)?.authorization).toBe('Bearer only-for-the-front');
    expect(second.asked.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it('does not go round in circles', async () => {
    front.behave = ({ url }, response) => {
      response.writeHead(307, { location: `http://${second.host}${url ?? ''}` }).end();
      return true;
    };
    second.behave = ({ url }, response) => {
      response.writeHead(307, { location: `http://${front.host}${url ?? ''}` }).end();
      return true;
    };
    expect(await ask(`${front.host}/group/tools:1`)).toMatchObject(refused('moved', /sends on to/u));
    expect(front.asked.length + second.asked.length).toBeLessThan(20);
  });
});

describe('a registry that behaves oddly', { timeout: 60_000 }, () => {
  it('leaves the digest out of its headers', async () => {
    front.hidden.add('docker-content-digest');
    expect(await ask(`${front.host}/group/tools:1`)).toEqual(found(tools.index));
  });

  it.each([
    {
      name: 'a page',
      status: 200,
      body: '<!doctype html>',
      code: 'server-error',
      says: /something else than an image/u,
    },
    { name: 'no registry', status: 404, body: 'nothing', code: 'not-found', says: /or is no registry$/u },
    { name: 'unknown', status: 404, body: '{"errors":[{"code":"NAME_UNKNOWN"}]}', code: 'not-found', says: /tools'$/u },
    { name: 'forbidden', status: 403, body: '', code: 'unauthorized', says: /to nobody who is not signed in/u },
    { name: 'broken', status: 502, body: '', code: 'server-error', says: /failed with 502$/u },
    { name: 'a teapot', status: 418, body: '', code: 'server-error', says: /answers with 418, as no registry does$/u },
  ])('$name', async ({ status, body, code, says }) => {
    front.behave = (_, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end(body);
      return true;
    };
    expect(await ask(`${front.host}/group/tools:1`)).toMatchObject(refused(code, says));
  });

  it('has had enough, and is left alone', async () => {
    front.behave = (_, response) => {
      response.writeHead(429, { 'retry-after': '3600' }).end();
      return true;
    };
    const asking = registry();
    const again = (): Promise<Result<string>> => asking.digest(named(`${front.host}/group/tools:1`), neverCancelled);
    expect(await again()).toMatchObject(refused('rate-limited', /too many requests from here$/u, /later/u));
    expect(await again()).toMatchObject(refused('offline', /too many requests/u));
    expect(front.asked).toHaveLength(1);
  });

  it('never answers', async () => {
    front.behave = () => true;
    expect(await ask(`${front.host}/group/tools:1`, { timeout: 300 })).toMatchObject(
      refused('offline', /has not answered in time/u),
    );
  });

  it('is not waited for any more', async () => {
    const { token, cancel } = cancellable();
    front.behave = () => {
      cancel();
      return true;
    };
    expect(await ask(`${front.host}/group/tools:1`, { token })).toMatchObject(refused('cancelled', /tools/u));
  });
});
