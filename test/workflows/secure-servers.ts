import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer as createHttp, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A server below a relative root behind TLS with a private authority, and a proxy that writes down where it was led. */
export interface SecureServers {
  /** `https://127.0.0.1:PORT/root`, which answers as the server behind it does. */
  readonly url: string;
  readonly certificateFile: string;
  readonly folder: string;
  readonly proxyUrl: string;
  /** `HOST:PORT` of each connection through the proxy. */
  readonly proxied: string[];
  /** Of each request that came through TLS. */
  readonly headers: IncomingHttpHeaders[];
  readonly end: () => Promise<void>;
}

export async function startSecureServers(behind: string): Promise<SecureServers> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-network-'));
  const headers: IncomingHttpHeaders[] = [];
  const proxied: string[] = [];
  const secure = createHttps(await makeCertificate(folder), (request, response) => {
    headers.push(request.headers);
    const target = `${behind}${(request.url ?? '').replace(/^\/root/u, '')}`;
    const onward = httpRequest(target, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  const proxy = startProxy(proxied);
  await Promise.all([listen(secure), listen(proxy)]);
  return {
    url: `https://127.0.0.1:${portOf(secure)}/root`,
    certificateFile: path.join(folder, 'cert.pem'),
    folder,
    proxyUrl: `http://127.0.0.1:${portOf(proxy)}`,
    proxied,
    headers,
    end: async () => {
      for (const server of [secure, proxy]) {
        server.closeAllConnections();
        server.close();
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A key and a certificate for this machine that only its own authority signed. */
export async function makeCertificate(folder: string): Promise<{ key: Buffer; cert: Buffer }> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key.pem'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', ...key, '-out', 'cert.pem', '-days', '2', ...names], {
    cwd: folder,
    stdio: 'pipe',
  });
  const read = (name: string): Promise<Buffer> => readFile(path.join(folder, name));
  return { key: await read('key.pem'), cert: await read('cert.pem') };
}

function startProxy(proxied: string[]): Server {
  const proxy = createHttp();
  proxy.on('connect', (request, socket) => {
    proxied.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return proxy;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

export function listen(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
}
