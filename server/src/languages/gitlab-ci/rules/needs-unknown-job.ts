import type { Finding, Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { oncePerPlace, unknownName, visibleJobs, visibleNames } from './findings.ts';
import { jobNamed } from '../model/find-job.ts';
import type { JobSummary } from '../model/job-summary.ts';

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
    yield* parallelNeeds(pipeline, job);
    for (const need of [...(job.needs?.needs ?? []), ...job.rulesNeeds]) {
      const target = jobNamed(pipeline, need.name);
      if (need.optional || target?.hidden === false) continue;
      const subject = `Job '${job.name}' needs job '${need.name}', which `;
      if (target === undefined) yield unknownName(need, `${subject}does not exist`, visibleNames(pipeline));
      else yield { at: need.at, message: `${subject}is hidden: a job whose name starts with '.' never runs` };
    }
  }
}

/** Only `needs` of the job itself come to all copies of a parallel job (lib/gitlab/ci/config/normalizer.rb). */
function* parallelNeeds(pipeline: Pipeline, { rulesNeeds }: Pick<JobSummary, 'rulesNeeds'>): Generator<Finding> {
  for (const need of rulesNeeds) {
    const target = jobNamed(pipeline, need.name);
    const isParallel = target?.name === need.name && target.fields.has('parallel') && !target.hidden;
    if (need.optional || !isParallel) continue;
    const copies = `'${need.name}' runs in parallel, and 'needs' under 'rules' knows only its copies`;
    yield { at: need.at, message: `${copies}; name them, as '${need.name} 1/2', or move the need out of 'rules'` };
  }
}
