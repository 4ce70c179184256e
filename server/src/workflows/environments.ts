import type { CancellationToken } from '../base/cancellation.ts';
import { failure, success, type Result } from '../base/result.ts';
import type { Environment, EnvironmentsResult, Project } from '../lsp/protocol.ts';
import type { Deployment, EnvironmentFacts, GitLab } from '../workspace/ports/gitlab.ts';
import type { Accounts } from './accounts.ts';

/** Three requests for each environment: enough at once to be quick, few enough for an instance's limits. */
const AT_ONCE = 4;

/** Why an environment without a deployment is not behind: a fact, not a failure. */
export const nothingDeployed = 'Nothing has been deployed yet.';

/** The project's environments that are not stopped, with what is deployed. What cannot be read is unknown for that environment only. */
export async function listEnvironments(
  ports: { readonly accounts: Accounts },
  project: Project,
  token: CancellationToken,
): Promise<Result<EnvironmentsResult>> {
  const gitlab = await ports.accounts.connect(project.instance);
  if (!gitlab.ok) return gitlab;
  const listed = await gitlab.value.environments(project.id, token);
  if (!listed.ok) return listed;
  const shown = listed.value.filter(({ state }) => state !== 'stopped').toSorted(byTier);
  const environments = await mapSome(shown, (facts) => describe({ gitlab: gitlab.value, project, token }, facts));
  if (token.isCancellationRequested)
    return failure({ code: 'cancelled', message: 'Reading the environments was cancelled.' });
  return success({ project, environments });
}

const tiers = ['production', 'staging', 'testing', 'development'];

function byTier(one: EnvironmentFacts, other: EnvironmentFacts): number {
  const rank = ({ tier }: EnvironmentFacts): number => (tiers.includes(tier) ? tiers.indexOf(tier) : tiers.length);
  return rank(one) - rank(other) || (one.name < other.name ? -1 : 1);
}

async function mapSome<From, To>(items: readonly From[], change: (item: From) => Promise<To>): Promise<To[]> {
  const results: To[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(change))));
  }
  return results;
}

interface Reading {
  readonly gitlab: GitLab;
  readonly project: Project;
  readonly token: CancellationToken;
}

async function describe(reading: Reading, listed: EnvironmentFacts): Promise<Environment> {
  const { gitlab, project, token } = reading;
  const [single, newest] = await Promise.all([
    gitlab.environment(project.id, listed.id, token),
    gitlab.newestDeployment(project.id, listed.name, token),
  ]);
  const { id, name, tier, state, url } = listed;
  const plain = {
    id,
    name,
    tier,
    state,
    ...(url !== undefined && { url }),
    webUrl: `${project.webUrl}/-/environments/${id}`,
  };
  if (!single.ok) {
    return { ...plain, behindUnknown: `What is deployed is unknown: ${single.problem.message}`, flags: [] };
  }
  const { lastDeployment } = single.value;
  const latest = newest.ok ? newest.value : undefined;
  const flags = flagsFor(project, { last: lastDeployment, newest: latest, state });
  if (lastDeployment === undefined) {
    return { ...plain, behindUnknown: nothingDeployed, flags };
  }
  const { sha, ref, status, at, by } = lastDeployment;
  return {
    ...plain,
    deployment: { shortSha: sha.slice(0, 8), ref, status, at, by },
    ...(await commitsBehind(reading, sha)),
    flags,
  };
}

async function commitsBehind(
  { gitlab, project, token }: Reading,
  sha: string,
): Promise<Pick<Environment, 'commitsBehind' | 'behindUnknown'>> {
  const compared = await gitlab.compare(project.id, { from: sha, to: project.defaultBranch }, token);
  if (!compared.ok) {
    const why =
      compared.problem.code === 'not-found'
        ? `the commit ${sha.slice(0, 8)} is not in the repository any more`
        : compared.problem.message;
    return { behindUnknown: `How far it is behind '${project.defaultBranch}' is unknown: ${why}` };
  }
  if (compared.value.isIncomplete) {
    return { behindUnknown: `How far it is behind '${project.defaultBranch}' is unknown: GitLab gave up comparing.` };
  }
  return { commitsBehind: compared.value.commits };
}

interface Deployments {
  readonly last: Deployment | undefined;
  readonly newest: Deployment | undefined;
  readonly state: string;
}

const inProgress = new Set(['created', 'running', 'blocked']);

function flagsFor(project: Project, { last, newest, state }: Deployments): string[] {
  const flags: string[] = [];
  if (state === 'stopping') flags.push('stopping');
  if (newest?.status === 'failed' || newest?.status === 'canceled') flags.push(`last deployment ${newest.status}`);
  if (newest !== undefined && inProgress.has(newest.status)) {
    flags.push(newest.status === 'blocked' ? 'deployment waits for approval' : 'deployment in progress');
  }
  if (last !== undefined && last.ref !== project.defaultBranch) flags.push(`deployed from '${last.ref}'`);
  return flags;
}
