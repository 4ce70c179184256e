import type { Finding, Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { oncePerPlace, visibleJobs } from './findings.ts';

/** GitLab refuses a job that names the same need twice. */
export const duplicateNeed: Rule<Pipeline> = {
  code: 'gitlab-ci/duplicate-need',
  severity: 'error',
  *check(pipeline) {
    yield* oncePerPlace(findings(pipeline));
  },
};

function* findings(pipeline: Pipeline): Generator<Finding> {
  for (const { name, needs } of visibleJobs(pipeline)) {
    const seen = new Set<string>();
    for (const need of needs?.needs ?? []) {
      // Each names other copies of a parallel job.
      if (need.hasParallel) continue;
      if (seen.has(need.name)) yield { at: need.at, message: `Job '${name}' needs job '${need.name}' twice` };
      seen.add(need.name);
    }
  }
}
