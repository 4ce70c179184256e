import type { Finding, Rule } from '../../language.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { didYouMean, jobNamed, oncePerPlace, visibleJobs, visibleNames } from './findings.ts';

/** https://docs.gitlab.com/ci/yaml/#needs: a need that is not `optional` names a job of the same pipeline. */
export const needsUnknownJob: Rule<Pipeline> = {
  code: 'gitlab-ci/needs-unknown-job',
  severity: 'error',
  *check(pipeline) {
    // An unknown name may be defined in an include that is not loaded: then it is unknown, not wrong.
    if (!pipeline.closed) return;
    yield* oncePerPlace(findings(pipeline));
  },
};

function* findings(pipeline: Pipeline): Generator<Finding> {
  for (const job of visibleJobs(pipeline)) {
    for (const need of [...(job.needs?.needs ?? []), ...job.rulesNeeds]) {
      if (need.optional) continue;
      const target = jobNamed(pipeline, need.name);
      if (target === undefined || target.hidden) {
        yield { at: need.at, message: message(pipeline, job, { name: need.name, target }) };
      }
    }
  }
}

function message(
  pipeline: Pipeline,
  job: EffectiveJob,
  need: { readonly name: string; readonly target: EffectiveJob | undefined },
): string {
  const subject = `Job '${job.name}' needs job '${need.name}', which `;
  if (need.target !== undefined) return `${subject}is hidden: a job whose name starts with '.' never runs`;
  return `${subject}does not exist${didYouMean(need.name, visibleNames(pipeline))}`;
}
