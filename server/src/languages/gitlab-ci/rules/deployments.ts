import { scalarText, valueOf } from '../../../yaml/node.ts';
import type { EffectiveJob } from '../model/effective-job.ts';

/**
 * The environment that a job deploys to, where it is production or staging and one of its own: a name with a variable is one of many,
 * as for review apps, and one of no known tier often stands for a set of variables only.
 */
export function deploysTo(job: EffectiveJob): string | undefined {
  const { environment, open } = job;
  const name = environment?.name?.name;
  if (environment === undefined || name === undefined || environment.open || open) return undefined;
  const isDeployment = (environment.action ?? 'start') === 'start' && isPlain(name);
  return isDeployment && ['production', 'staging'].includes(tierOf(job, name)) ? name : undefined;
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
function tierOf(job: EffectiveJob, name: string): string {
  const written = job.layers.map(({ fields }) =>
    scalarText(valueOf(fields.get('environment')?.value, 'deployment_tier')),
  );
  return (
    written.findLast((tier) => tier !== undefined) ?? TIERS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other'
  );
}
