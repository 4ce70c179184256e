import { createHash } from 'node:crypto';
import {
  nextId,
  timestamp,
  type DeploymentRecord,
  type EnvironmentRecord,
  type ProjectRecord,
  type State,
} from '../state.ts';

export interface NewEnvironment {
  readonly name: string;
  readonly tier?: string;
  readonly externalUrl?: string | null;
  readonly description?: string | null;
}

interface NewDeployment {
  readonly environment: EnvironmentRecord;
  readonly sha: string;
  readonly ref: string;
  readonly userId: number;
  readonly status: string;
  readonly tag?: boolean;
  readonly jobId?: number;
  readonly at?: Date;
}

/** GitLab guesses the tier from the name once, at creation, in this order and unanchored. */
function guessedTier(name: string): string {
  if (/dev|review|trunk/iu.test(name)) return 'development';
  if (/test|tst|int|ac(ce|)pt|qa|qc|control|quality/iu.test(name)) return 'testing';
  if (/st(a|)g|mod(e|)l|pre|demo|non/iu.test(name)) return 'staging';
  return /pr(o|)d|live/iu.test(name) ? 'production' : 'other';
}

/** At most 24 characters; a hash is added when the name could not be kept as it is. */
function slugOf(name: string): string {
  let slug = name.toLowerCase().replace(/[^a-z0-9]/gu, '-');
  if (!/^[a-z]/u.test(slug)) slug = `env-${slug}`;
  if (slug === name && slug.length <= 24) return slug;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 6);
  return `${slug.slice(0, 17).replace(/-+$/u, '')}-${hash}`;
}

export function createEnvironment(state: State, project: ProjectRecord, wanted: NewEnvironment): EnvironmentRecord {
  const record: EnvironmentRecord = {
    id: nextId(state),
    name: wanted.name,
    slug: slugOf(wanted.name),
    tier: wanted.tier ?? guessedTier(wanted.name),
    externalUrl: wanted.externalUrl ?? null,
    description: wanted.description ?? null,
    state: 'available',
    createdAt: timestamp(state),
    updatedAt: timestamp(state),
  };
  project.environments.push(record);
  return record;
}

export function findOrCreateEnvironment(
  state: State,
  project: ProjectRecord,
  wanted: NewEnvironment,
): EnvironmentRecord {
  return (
    project.environments.find((environment) => environment.name === wanted.name) ??
    createEnvironment(state, project, wanted)
  );
}

export function createDeployment(state: State, project: ProjectRecord, wanted: NewDeployment): DeploymentRecord {
  const at = (wanted.at ?? state.now()).toISOString();
  const record: DeploymentRecord = {
    id: nextId(state),
    iid: project.deployments.length + 1,
    environmentId: wanted.environment.id,
    ref: wanted.ref,
    sha: wanted.sha,
    tag: wanted.tag ?? false,
    userId: wanted.userId,
    jobId: wanted.jobId ?? null,
    status: wanted.status,
    createdAt: at,
    updatedAt: at,
  };
  project.deployments.push(record);
  wanted.environment.state = 'available';
  return record;
}

/** The newest deployment that succeeded: what GitLab says is deployed. */
export function lastDeployment(project: ProjectRecord, environment: EnvironmentRecord): DeploymentRecord | undefined {
  return project.deployments.findLast(
    (deployment) => deployment.environmentId === environment.id && deployment.status === 'success',
  );
}
