import type { Finding, Rule } from '../../language.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { didYouMean, jobNamed, oncePerPlace, visibleJobs, visibleNames } from './findings.ts';

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
    for (const { name, at } of job.dependencies?.names ?? []) {
      const problem = problemOf(pipeline, job, name);
      if (problem !== undefined)
        yield { at, message: `Job '${job.name}' takes artifacts of job '${name}', ${problem}` };
    }
  }
}

function problemOf(pipeline: Pipeline, job: EffectiveJob, name: string): string | undefined {
  const target = jobNamed(pipeline, name);
  // A variable makes the name another one; a name that is not loaded may exist.
  if (name.includes('$') || (target === undefined && !pipeline.closed)) return undefined;
  if (target === undefined || target.hidden) {
    return `which does not exist${didYouMean(name, visibleNames(pipeline))}`;
  }
  const isOutsideNeeds = job.needs && !job.needs.open && !job.needs.needs.some((need) => need.name === name);
  return isOutsideNeeds ? "which is not among its 'needs'" : undefined;
}
