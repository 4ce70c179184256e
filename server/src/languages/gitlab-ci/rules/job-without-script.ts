import type { Finding, Rule } from '../../language.ts';
import { winner } from '../events/conditions.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import { fieldsOf, flatItems, isInterpolated, isReference } from '../model/follow.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { GLOBAL_KEYWORDS } from '../model/names.ts';
import { perJob, unknownName } from './findings.ts';

const WORK = ['script', 'run', 'trigger'];

/**
 * https://docs.gitlab.com/ci/yaml/: every job that runs does something: `script`, `run` or `trigger`, or it mirrors the
 * status of another project's pipeline (`needs:pipeline`).
 */
export const jobWithoutScript: Rule<Pipeline> = {
  code: 'gitlab-ci/job-without-script',
  severity: 'error',
  check: perJob(findings),
};

function* findings(job: EffectiveJob): Generator<Finding> {
  const { name, keywords, open, definition } = job;
  const { nameAt: at, isMapping, isElsewhere, value } = definition.job;
  const use = { name, at };
  // A file that is not loaded may bring the script, or the whole job where nothing is written here.
  if (open && (isMapping || isElsewhere || value === undefined)) return;
  // What is missing from broken text may stand where the parser could not read it.
  if (at.block.problems.length > 0) return;
  if (!isMapping) {
    const message = `'${name}' is neither a keyword nor a job: a job is a mapping with 'script', 'run' or 'trigger'`;
    yield unknownName(use, message, GLOBAL_KEYWORDS);
    // That one of them has no value is told where it stands.
  } else if (!WORK.some((keyword) => keywords.has(keyword) || definition.job.fields.has(keyword)) && !isMirror(job)) {
    yield unknownName(use, `Job '${name}' does nothing: it needs 'script', 'run' or 'trigger'`, GLOBAL_KEYWORDS);
  }
}

function isMirror(job: EffectiveJob): boolean {
  const from = winner(job, 'needs');
  const items = from === undefined ? [] : flatItems(from.fields.get('needs')?.value, from.anchors);
  return items.some((item) => {
    return isReference(item) || isInterpolated(item) || fieldsOf(item, from?.anchors ?? new Map()).has('pipeline');
  });
}
