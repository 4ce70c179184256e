import { createHash } from 'node:crypto';
import type { ImageName } from '../../base/image-name.ts';
import { ownText, ownValue } from '../../base/record.ts';
import { failure, success, type Result } from '../../base/result.ts';
import type { ImageRegistry } from '../../workspace/ports/image-registry.ts';
import type { TextAnswer } from '../../workspace/ports/text.ts';
import type { Settings } from '../../workspace/settings.ts';
import { RequestProblem } from '../gitlab/request-problem.ts';
import { keptDispatchers } from '../includes/dispatchers.ts';
import { createPauses } from '../includes/pauses.ts';
import { fetchText } from '../text/fetch-text.ts';
import { readJson } from '../text/read-json.ts';
import { readChallenge } from './challenge.ts';
import { needsLogin, notThere, problem, unexpected, withoutAnswer } from './registry-problem.ts';

export interface ImageRegistryParts {
  readonly settings: () => Pick<Settings, 'gitlab' | 'includes'>;
  /** The instances that somebody signed in to, whose registries may be in a private network. */
  readonly instances: () => readonly string[];
  readonly userAgent: string;
  /** Milliseconds in which each answer has to be there. */
  readonly timeout?: number;
}

/** A list of variants for platforms first: its digest is good for all of them. */
const ACCEPTED = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** The largest manifest that registries have to take (https://github.com/opencontainers/distribution-spec, "Pushing Manifests"). */
const MAX_BYTES = 4 * 1024 * 1024;
const TIMEOUT_MS = 15_000;
const MOST_SERVERS = 5;

/** Asks registries as nobody: no login is read or sent (https://github.com/opencontainers/distribution-spec). */
export function createImageRegistry(parts: ImageRegistryParts): ImageRegistry {
  const dispatcherFor = keptDispatchers(() => parts.settings().gitlab);
  const unlessPaused = createPauses();
  return {
    digest: async (image, token) => {
      const ending = new AbortController();
      const subscription = token.onCancellationRequested(() => {
        ending.abort();
      });
      const ask = (url: URL, request: Request): Promise<TextAnswer> =>
        unlessPaused(url, () =>
          fetchText({
            url,
            method: request.method,
            headers: { 'user-agent': parts.userAgent, ...request.headers },
            maxBytes: MAX_BYTES,
            timeout: parts.timeout ?? TIMEOUT_MS,
            signal: ending.signal,
            staysOnServer: true,
            mayBePrivate: (target) => mayBePrivate(target, parts),
            dispatcherFor,
          }).catch((error: unknown): TextAnswer => {
            if (error instanceof RequestProblem) return { state: 'failed', why: error.problem.message };
            throw error;
          }),
        );
      const digest = await new Inquiry(image, ask).digest().finally(() => {
        subscription.dispose();
      });
      return token.isCancellationRequested ? cancelled(image) : digest;
    },
  };
}

function cancelled({ bare }: ImageName): Result<never> {
  return failure({ code: 'cancelled', message: `The registry of '${bare}' was not waited for` });
}

interface Request {
  readonly method: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
}

type Ask = (url: URL, request: Request) => Promise<TextAnswer>;

/** The registry of the user's own GitLab: on the same host at another port, or on one called `registry.` before it. */
function mayBePrivate({ host, hostname }: URL, { settings, instances }: ImageRegistryParts): boolean {
  const own = instances().flatMap((instance) => [new URL(instance).hostname, `registry.${new URL(instance).hostname}`]);
  const allowed = settings().includes.allowedHosts.map((name) => name.toLowerCase());
  return own.includes(hostname) || allowed.includes(host) || allowed.includes(hostname);
}

/** One question to one registry, which may send to other servers for a token and for the answer. */
class Inquiry {
  readonly #image: ImageName;
  readonly #ask: Ask;
  /** Each for the server that it was given for. */
  readonly #tokens = new Map<string, string>();

  constructor(image: ImageName, ask: Ask) {
    this.#image = image;
    this.#ask = ask;
  }

  async digest(): Promise<Result<string>> {
    const { registry, repository, tag } = this.#image;
    // https://github.com/distribution/reference: the name of Docker Hub is not that of its server.
    const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
    const url = new URL(`https://${host}/v2/${repository}/manifests/${tag}`);
    const secure = await this.#digestAt(url, MOST_SERVERS);
    if (secure.ok || secure.problem.code !== 'offline' || !isLoopback(url)) return secure;
    // As Docker does for a registry of this machine (https://docs.docker.com/reference/cli/dockerd/#insecure-registries).
    url.protocol = 'http:';
    return this.#digestAt(url, MOST_SERVERS);
  }

  async #digestAt(url: URL, serversLeft: number): Promise<Result<string>> {
    let answer = await this.#askWithToken(url, 'HEAD');
    if (answer.state === 'answer' && answer.status === 401) {
      const token = await this.#findToken(url, answer.headers['www-authenticate']);
      if (!token.ok) return token;
      this.#tokens.set(url.origin, token.value);
      answer = await this.#askWithToken(url, 'HEAD');
    }
    if (answer.state === 'moved' && serversLeft > 1) {
      const next = new URL(answer.url);
      return isDowngrade(url, next) ? withoutAnswer(answer, url.host) : this.#digestAt(next, serversLeft - 1);
    }
    if (answer.state !== 'answer') return withoutAnswer(answer, url.host);
    if (answer.status === 200) return this.#digestOf(url, answer.headers['docker-content-digest']);
    if (answer.status === 401 || answer.status === 403) return needsLogin(this.#image, url.host);
    return answer.status === 404 ? this.#whyNot(url) : unexpected(answer.status, url.host);
  }

  #askWithToken(url: URL, method: Request['method']): Promise<TextAnswer> {
    const token = this.#tokens.get(url.origin);
    const headers = { accept: ACCEPTED.join(', '), ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    return this.#ask(url, { method, headers });
  }

  /** Registries that leave the digest out of their headers mean that of the text itself. */
  async #digestOf(url: URL, told: string | undefined): Promise<Result<string>> {
    if (told !== undefined && /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/u.test(told)) return success(told);
    const answer = await this.#askWithToken(url, 'GET');
    if (answer.state !== 'answer') return withoutAnswer(answer, url.host);
    const manifest = readJson(answer.bytes);
    if (answer.status !== 200 || ownValue(manifest, 'schemaVersion') !== 2) {
      return problem('server-error', `'${url.host}' answers with something else than an image; it may be no registry`);
    }
    return success(`sha256:${createHash('sha256').update(answer.bytes).digest('hex')}`);
  }

  /** The answer to HEAD has no text, which would tell a wrong name from a wrong tag. */
  async #whyNot(url: URL): Promise<Result<never>> {
    const answer = await this.#askWithToken(url, 'GET');
    const errors = answer.state === 'answer' ? ownValue(readJson(answer.bytes), 'errors') : undefined;
    const [first] = Array.isArray(errors) ? (errors as unknown[]) : [];
    return notThere(this.#image, url.host, ownText(first, 'code'));
  }

  /** https://distribution.github.io/distribution/spec/auth/token/: for nobody in particular. */
  async #findToken(url: URL, header: string | undefined): Promise<Result<string>> {
    const challenge = readChallenge(header);
    if (challenge === undefined) return needsLogin(this.#image, url.host);
    const { realm, service, scope = `repository:${this.#image.repository}:pull` } = challenge;
    if (isDowngrade(url, realm)) {
      return problem('refused', `'${url.host}' wants its token fetched from '${realm.host}' without encryption`);
    }
    if (service !== undefined) realm.searchParams.set('service', service);
    realm.searchParams.set('scope', scope);
    const answer = await this.#ask(realm, { method: 'GET', headers: { accept: 'application/json' } });
    if (answer.state !== 'answer') return withoutAnswer(answer, realm.host);
    if ([400, 401, 403, 404].includes(answer.status)) return needsLogin(this.#image, url.host);
    if (answer.status !== 200) return unexpected(answer.status, realm.host);
    const told = readJson(answer.bytes);
    const token = ownText(told, 'token') ?? ownText(told, 'access_token') ?? '';
    // What is no token of HTTP cannot be sent: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
    return /^[\w.~+/=-]{1,65536}$/u.test(token) ? success(token) : needsLogin(this.#image, url.host);
  }
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

function isDowngrade(from: URL, to: URL): boolean {
  return from.protocol === 'https:' && to.protocol !== 'https:';
}
