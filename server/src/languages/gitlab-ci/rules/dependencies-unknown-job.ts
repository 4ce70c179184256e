import type { Finding, Rule } from '../../language.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import type { NameUse } from '../model/job-summary.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { oncePerPlace, unknownName, visibleJobs, visibleNames } from './findings.ts';
import { jobNamed } from '../model/find-job.ts';

/** https://docs.gitlab.com/ci/yaml/#dependencies */
export const dependenciesUnknownJob: Rule<Pipeline> = {
  code: 'gitlab-ci/dependencies-unknown-job',
  severity: 'error',
  *check(pipeline) {
    yield* oncePerPlace(findings(pipeline));
  },
};

function* findings(pipeline: Pipeline): Generator<Finding> {
  for (const job of visibleJobs(pipeline)) {
    for (const use of job.dependencies?.names ?? []) {
      const finding = findingOf(pipeline, job, use);
      if (finding !== undefined) yield finding;
    }
  }
}

function findingOf(pipeline: Pipeline, job: EffectiveJob, use: NameUse): Finding | undefined {
  const { name, at } = use;
  const target = jobNamed(pipeline, name);
  // A variable makes the name another one; a name that is not loaded may exist.
  if (name.includes('$') || (target === undefined && !pipeline.closed)) return undefined;
  const subject = `Job '${job.name}' takes artifacts of job '${name}', which`;
  if (target === undefined || target.hidden) {
    return unknownName(use, `${subject} does not exist`, visibleNames(pipeline));
  }
  // With `needs: []` GitLab does not look whether they fit.
  const needs = job.needs?.open === false ? job.needs.needs : [];
  const isOutsideNeeds = needs.length > 0 && !needs.some((need) => need.name === name);
  if (isOutsideNeeds) return { at, message: `${subject} is not among its 'needs'` };
  return runsBeside(pipeline, job, target) ? besides(use, job.name) : undefined;
}

/** Without `needs` a job waits for earlier stages only, and takes what they left (https://docs.gitlab.com/ci/yaml/#dependencies). */
function runsBeside({ stages }: Pipeline, { needs, stage }: EffectiveJob, target: EffectiveJob): boolean {
  const isKnown = !stages.open && stage !== 'unknown' && target.stage !== 'unknown';
  return needs === undefined && isKnown && stage.name === target.stage.name;
}

function besides({ name, at }: NameUse, job: string): Finding {
  const message = `Job '${job}' takes artifacts of job '${name}' of the same stage, which runs at the same time, so it gets none; add 'needs: [${name}]'`;
  return { at, message, severity: 'warning' };
}
