import type { Finding, Rule } from '../../language.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { perJob } from './findings.ts';

/** GitLab refuses a job that names the same need twice. */
export const duplicateNeed: Rule<Pipeline> = {
  code: 'gitlab-ci/duplicate-need',
  severity: 'error',
  check: perJob(findings),
};

function* findings({ name, needs }: EffectiveJob): Generator<Finding> {
  const seen = new Set<string>();
  for (const need of needs?.needs ?? []) {
    // Each names other copies of a parallel job.
    if (need.hasParallel) continue;
    if (seen.has(need.name)) yield { at: need.at, message: `Job '${name}' needs job '${need.name}' twice` };
    seen.add(need.name);
  }
}
