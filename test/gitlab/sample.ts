import { startGitLab, type TestGitLab } from './index.ts';
import type { GitLabOptions } from './options.ts';
import { accessLevel, type ProjectRecord, type UserRecord } from './state.ts';

/** A GitLab with one project and three people; background work waits for `gitlab.settle()`. */
export interface Sample {
  readonly gitlab: TestGitLab;
  readonly project: ProjectRecord;
  readonly maintainer: UserRecord;
  readonly developer: UserRecord;
  readonly outsider: UserRecord;
  /** Secrets of tokens with the scope `api`. */
  readonly tokens: { readonly maintainer: string; readonly developer: string; readonly outsider: string };
}

/** What a request gave: the body parsed when it is JSON, else its text. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const sampleFiles = {
  'README.md': '# Shop\n',
  '.gitlab-ci.yml': 'stages: [build, deploy]\nbuild:\n  stage: build\n  script: make\n',
  'deploy/base/deployment.yaml': 'kind: Deployment\n',
  'deploy/base/service.yaml': 'kind: Service\n',
};

/** Starts a GitLab whose clock stands at noon of 15 January 2026. */
export async function startSample(options: GitLabOptions = {}): Promise<Sample> {
  const gitlab = await startGitLab({
    backgroundDelay: 'never',
    now: () => new Date('2026-01-15T12:00:00.000Z'),
    ...options,
  });
  const maintainer = gitlab.createUser({ username: 'maria', name: 'Maria Maintainer' });
  const developer = gitlab.createUser({ username: 'dan', name: 'Dan Developer' });
  const outsider = gitlab.createUser({ username: 'olga', name: 'Olga Outsider' });
  const project = await gitlab.createProject({
    path: 'platform/shop/gitops',
    name: 'GitOps',
    owner: maintainer,
    members: [[developer, accessLevel.developer]],
    files: sampleFiles,
  });
  return {
    gitlab,
    project,
    maintainer,
    developer,
    outsider,
    tokens: {
      maintainer: gitlab.createToken(maintainer),
      developer: gitlab.createToken(developer),
      outsider: gitlab.createToken(outsider),
    },
  };
}

export interface Asked {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly redirect?: 'follow' | 'manual';
}

/** One request to the API (`path` begins after `/api/v4`) with a token, or without one. */
export async function ask(
  gitlab: TestGitLab,
  token: string | undefined,
  path: string,
  asked: Asked = {},
): Promise<Received> {
  const response = await fetch(`${gitlab.url}/api/v4${path}`, {
    method: asked.method ?? 'GET',
    redirect: asked.redirect ?? 'manual',
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(asked.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...asked.headers,
    },
    ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('Content-Type') === 'application/json' && text !== '';
  return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text };
}
