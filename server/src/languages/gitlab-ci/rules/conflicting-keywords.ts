import type { YamlNode } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import { CONFLICTS, NOT_WITH_TRIGGER } from '../keywords/exclusive.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import { fieldsOf, flatItems, follow, isReference, scalarValue } from '../model/follow.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { perJob } from './findings.ts';

/** https://docs.gitlab.com/ci/yaml/: keywords that exclude each other. */
export const conflictingKeywords: Rule<Pipeline> = {
  code: 'gitlab-ci/conflicting-keywords',
  severity: 'error',
  check: perJob(findings),
};

function* findings(job: EffectiveJob): Generator<Finding> {
  for (const [first, second, way] of CONFLICTS) {
    if (job.keywords.has(first) && job.keywords.has(second) && !isUnset(job, second)) {
      yield {
        at: placeOf(job, second, first),
        message: `Job '${job.name}' has both '${first}' and '${second}': ${way}`,
      };
    }
  }
  yield* upstreamNeeds(job);
  if (!job.keywords.has('trigger')) return;
  yield* ofTrigger(job);
  for (const keyword of NOT_WITH_TRIGGER.filter((each) => job.keywords.has(each))) {
    const message = `Trigger job '${job.name}' cannot have '${keyword}': no runner executes it`;
    yield { at: placeOf(job, keyword, 'trigger'), message };
  }
}

/** A job with commands cannot follow a whole pipeline, as a trigger job can (https://docs.gitlab.com/ci/yaml/#needspipelinejob). */
function* upstreamNeeds(job: EffectiveJob): Generator<Finding> {
  if (!job.keywords.has('script') && !job.keywords.has('run')) return;
  const from = job.layers.findLast(({ fields }) => fields.has('needs'));
  for (const need of from === undefined ? [] : flatItems(from.fields.get('needs')?.value, from.anchors)) {
    const fields = fieldsOf(need, from?.anchors ?? new Map());
    const pipeline = fields.get('pipeline');
    if (pipeline === undefined || fields.has('job') || isReference(need)) continue;
    const message = `Job '${job.name}' has commands and so needs a job of that pipeline: name it with 'job'`;
    yield { at: pipeline.key, message };
  }
}

/** Keywords that a trigger job may have in one form only. */
function* ofTrigger(job: EffectiveJob): Generator<Finding> {
  const parallel = valueIn(job, 'parallel');
  if (parallel?.kind === 'scalar' && ['number', 'bigint'].includes(typeof scalarValue(parallel))) {
    const message = `Trigger job '${job.name}' cannot run as a number of copies; name them with 'parallel: matrix'`;
    yield { at: placeOf(job, 'parallel', 'trigger'), message };
  }
  if (valueIn(job, 'allow_failure')?.kind === 'mapping') {
    const message = `Trigger job '${job.name}' has no exit code; 'allow_failure' is true or false there`;
    yield { at: placeOf(job, 'allow_failure', 'trigger'), message };
  }
}

function valueIn(job: EffectiveJob, keyword: string): YamlNode | undefined {
  const from = job.layers.findLast(({ fields }) => fields.has(keyword));
  return from && follow(from.fields.get(keyword)?.value, from.anchors);
}

/** `only: null` takes back what an extended job says, in favour of `rules`. */
function isUnset(job: EffectiveJob, keyword: string): boolean {
  if (!job.layers.some(({ fields }) => fields.has(keyword))) return false;
  const value = valueIn(job, keyword);
  return value === undefined || scalarValue(value) === null;
}

/** The keyword in the job's own text, else the other one, else the job's name. */
function placeOf({ definition: { job } }: EffectiveJob, keyword: string, other: string): Finding['at'] {
  return job.fields.get(keyword)?.key ?? job.fields.get(other)?.key ?? job.nameAt;
}
