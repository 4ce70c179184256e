import type { Finding, Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { oncePerPlace, visibleJobs } from './findings.ts';

const WORK = ['script', 'run', 'trigger'];

/** https://docs.gitlab.com/ci/yaml/: every job that runs does something: `script`, `run` or `trigger`. */
export const jobWithoutScript: Rule<Pipeline> = {
  code: 'gitlab-ci/job-without-script',
  severity: 'error',
  *check(pipeline) {
    yield* oncePerPlace(findings(pipeline));
  },
};

function* findings(pipeline: Pipeline): Generator<Finding> {
  for (const { name, keywords, open, definition } of visibleJobs(pipeline)) {
    // A base that is not loaded may bring the script.
    if (open || WORK.some((keyword) => keywords.has(keyword))) continue;
    const at = definition.job.nameAt;
    if (definition.job.isMapping) {
      yield { at, message: `Job '${name}' does nothing: it needs 'script', 'run' or 'trigger'` };
    } else {
      yield {
        at,
        message: `'${name}' is neither a keyword nor a job: a job is a mapping with 'script', 'run' or 'trigger'`,
      };
    }
  }
}
