import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backgroundWork } from './background.ts';
import { builder, type Builder } from './builder.ts';
import { faultList, type Faults } from './faults.ts';
import type { GitLabOptions } from './options.ts';
import { listen } from './server.ts';
import type { LoggedRequest, Serving } from './serving.ts';
import type { State } from './state.ts';

export type { Fault, FaultAction, Faults } from './faults.ts';
export type * from './options.ts';
export type { LoggedRequest } from './serving.ts';
export { accessLevel } from './state.ts';
export type * from './state.ts';

/** A running GitLab. Make users, tokens and projects on it, point a client at `url`, look at `requests`. */
export interface TestGitLab extends Builder {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly state: State;
  readonly faults: Faults;
  /** Every request in order, without tokens. */
  readonly requests: readonly LoggedRequest[];
  /** Errors of the server itself; empty unless it has a bug. */
  readonly internalErrors: readonly unknown[];
  /** Does everything that GitLab would do in the background now. */
  readonly settle: () => Promise<void>;
  /** Ends all connections and removes every file. */
  readonly stop: () => Promise<void>;
}

/** Starts a GitLab on 127.0.0.1 with nothing in it. */
export async function startGitLab(options: GitLabOptions = {}): Promise<TestGitLab> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-gitlab-'));
  const state: State = {
    options,
    now: options.now ?? (() => new Date()),
    background: backgroundWork(options.backgroundDelay ?? 300),
    folder,
    users: [],
    tokens: [],
    projects: [],
    groupVariables: new Map(),
    groupShares: new Map(),
    templates: new Map(),
    plainFiles: new Map(),
    url: 'http://127.0.0.1',
    lastId: 0,
  };
  const serving: Serving = { state, faults: faultList(), requests: [], internalErrors: [] };
  const listening = await listen(serving, options.port ?? 0);
  state.url = `http://127.0.0.1:${listening.port}`;
  return {
    ...builder(state),
    url: state.url,
    port: listening.port,
    state,
    faults: serving.faults,
    requests: serving.requests,
    internalErrors: serving.internalErrors,
    settle: () => state.background.settle(),
    stop: async () => {
      await listening.close();
      await state.background.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
