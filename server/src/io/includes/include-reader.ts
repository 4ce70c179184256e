import { describeInclude, includeAddress, type IncludeAddress } from '../../workspace/include-address.ts';
import type { GitLab } from '../../workspace/ports/gitlab.ts';
import type { IncludeReader, ProjectHome } from '../../workspace/ports/includes.ts';
import type { TextAnswer } from '../../workspace/ports/text.ts';
import type { Settings } from '../../workspace/settings.ts';
import type { DiskState } from '../../workspace/workspace.ts';
import { neverCancelled } from '../../base/cancellation.ts';
import type { Result } from '../../base/result.ts';
import { keptDispatchers } from './dispatchers.ts';
import { fetchText } from '../text/fetch-text.ts';
import { RequestProblem } from '../gitlab/request-problem.ts';
import { createIncludeCache, type CachedFile } from './cache.ts';
import { findComponent, findProjectFile, findTemplate } from './find-file.ts';
import { findTree } from './find-tree.ts';
import { asDiskState, asUnreadable, MAX_BYTES, mayPass, withAction, type Found } from './found.ts';
import { atMost } from './at-most.ts';
import { createPauses } from './pauses.ts';
import { findRemote } from './remote-file.ts';
import type { Instance } from './project-file.ts';

export interface IncludeReaderParts {
  readonly cacheFolder: () => string;
  readonly settings: () => Pick<Settings, 'gitlab' | 'includes'>;
  /** Somebody's view of an instance; a failure when nobody is signed in there. */
  readonly connect: (instance: string) => Promise<Result<GitLab>>;
  /** The instances that somebody signed in to. */
  readonly instances: () => readonly string[];
  readonly home: (folder: string) => Promise<ProjectHome>;
  readonly userAgent: string;
  /**
   * 'at-once': a copy that is there is answered without waiting, and renewed behind. 'renewed': an old copy is renewed
   * first. 'offline': nothing is asked for.
   */
  readonly freshness: 'at-once' | 'renewed' | 'offline';
  /** Milliseconds in which an answer has to be there. */
  readonly timeout?: number;
}

/** A copy younger than this is not asked for again. */
const FRESH_MS = 10 * 60_000;
const TIMEOUT_MS = 15_000;

/** Reads included files from GitLab and other servers, with copies on the disk. */
export function createIncludeReader(parts: IncludeReaderParts): IncludeReader {
  const reader = new Reader(parts);
  return {
    read: (path) => reader.read(path),
    home: (folder) => reader.home(folder),
    settledHome: (home) => reader.settledHome(home),
    onChanged: (listener) => {
      reader.listeners.push(listener);
    },
    expire: () => {
      reader.expire();
    },
  };
}

class Reader {
  readonly listeners: ((path: string) => void)[] = [];
  readonly #parts: IncludeReaderParts;
  readonly #cache: ReturnType<typeof createIncludeCache>;
  readonly #dispatcherFor: ReturnType<typeof keptDispatchers>;
  readonly #limited = atMost(6);
  readonly #unlessPaused = createPauses();
  readonly #homeInstances = new Set<string>();
  readonly #renewing = new Set<string>();
  /** Copies from before this are asked for again. */
  #expiredAt = 0;

  constructor(parts: IncludeReaderParts) {
    this.#parts = parts;
    this.#cache = createIncludeCache(parts.cacheFolder);
    this.#dispatcherFor = keptDispatchers(() => parts.settings().gitlab);
  }

  async home(folder: string): Promise<ProjectHome> {
    const home = await this.#parts.home(folder);
    if (home.state === 'known') this.#homeInstances.add(home.instance);
    return home;
  }

  async settledHome(home: ProjectHome): Promise<ProjectHome> {
    if (home.state !== 'known' || this.#parts.freshness === 'offline') return home;
    const gitlab = await this.#parts.connect(home.instance);
    const project = gitlab.ok ? await gitlab.value.project(home.project, neverCancelled) : gitlab;
    const pipelineFile = project.ok ? project.value.pipelineFile : undefined;
    return pipelineFile === undefined ? home : { ...home, pipelineFile };
  }

  expire(): void {
    this.#expiredAt = Date.now();
  }

  async read(path: string): Promise<DiskState> {
    const address = includeAddress(path);
    if (address === undefined) return { state: 'missing' };
    const copy = await this.#cache.read(path);
    if (copy !== undefined && this.#isFresh(address, copy)) return asDiskState(copy);
    if (this.#parts.freshness === 'offline') return offline(path, copy);
    if (copy === undefined || this.#parts.freshness === 'renewed') return this.#renew(path, address, copy);
    void this.#renewBehind(path, address, copy);
    return asDiskState(copy);
  }

  #isFresh(address: IncludeAddress, { at }: CachedFile): boolean {
    const isFixed =
      ((address.kind === 'project' || address.kind === 'tree') && isCommit(address.ref)) ||
      (address.kind === 'component' && isCommit(address.version));
    return isFixed || (at >= this.#expiredAt && Date.now() - at < FRESH_MS);
  }

  async #renewBehind(path: string, address: IncludeAddress, copy: CachedFile): Promise<void> {
    if (this.#renewing.has(path)) return;
    this.#renewing.add(path);
    const state = await this.#renew(path, address, copy);
    this.#renewing.delete(path);
    if (!isSame(asDiskState(copy), state)) for (const listener of this.listeners) listener(path);
  }

  async #renew(path: string, address: IncludeAddress, copy: CachedFile | undefined): Promise<DiskState> {
    const found = await this.#limited(() => this.#find(address, copy));
    if (found.state === 'fault') {
      const { fault } = found;
      return copy !== undefined && mayPass(fault) ? asDiskState(copy, withAction(fault)) : asUnreadable(fault);
    }
    const file = found.state === 'file' ? found.file : copy;
    if (file === undefined) return offline(path, copy);
    const { commit = file.commit } = found.state === 'unchanged' ? found : {};
    const current = { ...file, ...(commit !== undefined && { commit }), at: Date.now() };
    await this.#cache.write(path, current);
    return asDiskState(current);
  }

  async #find(address: IncludeAddress, copy: CachedFile | undefined): Promise<Found> {
    if (address.kind === 'remote') return findRemote(new URL(address.url), copy, (url, etag) => this.#fetch(url, etag));
    const instance = await this.#instance(address.instance);
    switch (address.kind) {
      case 'project':
        return findProjectFile(instance, address, copy);
      case 'component':
        return findComponent(instance, address, copy);
      case 'template':
        return findTemplate(instance, address, copy);
      case 'tree':
        return findTree(instance, address);
    }
  }

  async #instance(url: string): Promise<Instance> {
    const gitlab = await this.#parts.connect(url);
    if (!gitlab.ok) {
      return {
        url,
        isSignedIn: false,
        ask: (endpoint, etag) => this.#fetch(new URL(`${url}/api/v4/${endpoint}`), etag),
      };
    }
    const { timeout = TIMEOUT_MS } = this.#parts;
    return {
      url,
      isSignedIn: true,
      ask: (endpoint, etag) =>
        this.#unlessPaused(new URL(url), () =>
          gitlab.value.text({ endpoint, maxBytes: MAX_BYTES, timeout, ...(etag !== undefined && { etag }) }),
        ),
    };
  }

  /** As nobody: no header says who asks. */
  #fetch(url: URL, etag: string | undefined): Promise<TextAnswer> {
    return this.#unlessPaused(url, () =>
      fetchText({
        url,
        headers: { 'user-agent': this.#parts.userAgent, accept: '*/*' },
        etag,
        maxBytes: MAX_BYTES,
        timeout: this.#parts.timeout ?? TIMEOUT_MS,
        staysOnServer: false,
        mayBePrivate: (target) => this.#mayBePrivate(target),
        dispatcherFor: this.#dispatcherFor,
      }).catch((error: unknown): TextAnswer => {
        if (error instanceof RequestProblem) return { state: 'failed', why: error.problem.message };
        throw error;
      }),
    );
  }

  /** The instance that the user works with may well be in a private network, and what it names itself is its business. */
  #mayBePrivate({ host, hostname }: URL): boolean {
    const { allowedHosts } = this.#parts.settings().includes;
    const instances = [...this.#parts.instances(), ...this.#homeInstances].map((instance) => new URL(instance).host);
    return instances.includes(host) || allowedHosts.some((allowed) => [host, hostname].includes(allowed.toLowerCase()));
  }
}

function isCommit(revision: string): boolean {
  return /^[\da-f]{40}(?:[\da-f]{24})?$/u.test(revision);
}

function isSame(left: DiskState, right: DiskState): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function offline(path: string, copy: CachedFile | undefined): DiskState {
  if (copy !== undefined) return asDiskState(copy);
  const name = describeInclude(path);
  return asUnreadable({
    kind: 'unknown',
    message: `'${name}' is not read: there is no copy of it on this machine, and no connection is opened`,
    action: 'run once without --offline',
  });
}
