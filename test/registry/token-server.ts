import { randomUUID, sign, X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import { listen, portOf } from '../workflows/secure-servers.ts';

/** Gives tokens for public images, as Docker Hub's server does (https://distribution.github.io/distribution/spec/auth/jwt/). */
export interface TokenServer {
  readonly realm: string;
  /** The queries that came, with the name that was signed in with where there was one. */
  readonly asked: { readonly query: Readonly<Record<string, string>>; readonly authorization: string | undefined }[];
  /** What it answers instead, while that is set. */
  answer: { readonly status: number; readonly body: string } | undefined;
  readonly stop: () => void;
}

interface TokenServerOptions {
  readonly certificate: Buffer;
  readonly key: Buffer;
  readonly service: string;
  readonly issuer: string;
  /** Whoever asks may pull these. */
  readonly publicRepositories: readonly string[];
}

export async function startTokenServer(options: TokenServerOptions): Promise<TokenServer> {
  const asked: TokenServer['asked'] = [];
  const server = createServer({ cert: options.certificate, key: options.key }, (request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'https://token.example');
    asked.push({ query: Object.fromEntries(searchParams), authorization: request.headers.authorization });
    const [, name = '', actions = ''] = /^repository:(.+):(.+)$/u.exec(searchParams.get('scope') ?? '') ?? [];
    const granted = options.publicRepositories.includes(name) && actions === 'pull';
    const { status, body } = handle.answer ?? {
      status: 200,
      body: JSON.stringify({
        token: signed(options, granted ? [{ type: 'repository', name, actions: ['pull'] }] : []),
      }),
    };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await listen(server);
  const handle: TokenServer = {
    realm: `https://127.0.0.1:${portOf(server)}/token`,
    asked,
    answer: undefined,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return handle;
}

function signed({ certificate, key, service, issuer }: TokenServerOptions, access: readonly object[]): string {
  const now = Math.floor(Date.now() / 1000);
  const { raw } = new X509Certificate(certificate);
  const header = { typ: 'JWT', alg: 'ES256', x5c: [raw.toString('base64')] };
  const claims = {
    iss: issuer,
    sub: '',
    aud: service,
    exp: now + 3600,
    nbf: now - 60,
    iat: now - 60,
    jti: randomUUID(),
    access,
  };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
