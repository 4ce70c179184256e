import { scalarText, valueOf } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { oncePerPlace, ownKey, visibleJobs } from './findings.ts';

/**
 * https://docs.gitlab.com/ci/resource_groups/: without a resource group two pipelines may deploy to the same environment at the
 * same time. An environment whose name holds a variable is one of many, as for review apps, and one of no known tier often stands
 * for a set of variables: both are left alone.
 */
export const deploymentWithoutResourceGroup: Rule<Pipeline> = {
  code: 'gitlab-ci/deployment-without-resource-group',
  severity: 'information',
  *check(pipeline) {
    yield* oncePerPlace(findings(pipeline));
  },
};

function* findings(pipeline: Pipeline): Generator<Finding> {
  for (const job of visibleJobs(pipeline)) {
    const { environment, keywords, open } = job;
    if (environment === undefined || environment.open || open || keywords.has('resource_group')) continue;
    const name = environment.name?.name;
    if (name === undefined || environment.action !== 'start' || !isPlain(name)) continue;
    const tier = tierOf(job, name);
    if (tier !== 'production' && tier !== 'staging') continue;
    const message =
      `Job '${job.name}' deploys to '${name}' without 'resource_group', so two pipelines can deploy there at the same time; ` +
      `'resource_group: ${name}' makes them wait for each other`;
    yield { at: ownKey(job, 'environment'), message };
  }
}

/** Without variables, and one that GitLab takes. */
function isPlain(name: string): boolean {
  return /^[\w /.-]+$/.test(name);
}

/** How GitLab takes the tier from a name, in this order (https://docs.gitlab.com/ci/environments/#deployment-tier-of-environments). */
const TIERS: readonly (readonly [RegExp, string])[] = [
  [/dev|review|trunk/i, 'development'],
  [/test|tst|int|ac(?:ce)?pt|qa|qc|control|quality/i, 'testing'],
  [/sta?g|mode?l|pre|demo|non/i, 'staging'],
  [/pro?d|live/i, 'production'],
];

/** What `deployment_tier` says, else what the name does. */
export function tierOf(job: EffectiveJob, name: string): string {
  const written = job.layers.map(({ fields }) =>
    scalarText(valueOf(fields.get('environment')?.value, 'deployment_tier')),
  );
  return (
    written.findLast((tier) => tier !== undefined) ?? TIERS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other'
  );
}
