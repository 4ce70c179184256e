import type { Finding, Rule } from '../../language.ts';
import { entryOf, type YamlEntry, type YamlNode } from '../../../yaml/node.ts';
import { fieldsOf, flatItems, isInterpolated, isReference, scalarValue } from '../model/follow.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { oncePerPlace, visibleJobs } from './findings.ts';

/** https://docs.gitlab.com/ci/yaml/#when: a delayed job says how long it waits, and no other job does. */
export const startIn: Rule<Pipeline> = {
  code: 'gitlab-ci/start-in',
  severity: 'error',
  *check(pipeline) {
    yield* oncePerPlace(ofJobs(pipeline));
    yield* ofRules(pipeline);
  },
};

function* ofJobs(pipeline: Pipeline): Generator<Finding> {
  for (const { fields, open, name } of visibleJobs(pipeline)) {
    // With `rules` each rule has its own `when`, and `start_in` beside them has a finding of its own.
    if (open || fields.has('rules')) continue;
    const finding = judge(fields, `Job '${name}'`);
    if (finding !== undefined) yield finding;
  }
}

function* ofRules({ own }: Pipeline): Generator<Finding> {
  for (const job of own.jobs.values()) {
    if (job.block.problems.length > 0) continue;
    for (const rule of flatItems(job.fields.get('rules')?.value, own.anchors)) {
      const isOwn = rule.kind === 'mapping' && !isReference(rule) && entryOf(rule, '<<') === undefined;
      const finding = isOwn ? judge(fieldsOf(rule, own.anchors), `A rule of job '${job.name}'`) : undefined;
      if (finding !== undefined) yield finding;
    }
  }
}

type Fields = ReadonlyMap<string, YamlEntry>;

function judge(fields: Fields, subject: string): Finding | undefined {
  const when = fields.get('when');
  const start = fields.get('start_in');
  if (isOpen(when?.value)) return undefined;
  const isDelayed = scalarValue(when?.value) === 'delayed';
  if (when !== undefined && isDelayed && start === undefined && when.key.block.problems.length === 0) {
    return { at: when.value ?? when.key, message: `${subject} is delayed, but has no 'start_in' such as '30 minutes'` };
  }
  if (start === undefined || isDelayed || scalarValue(start.value) === null) return undefined;
  return { at: start.key, message: `${subject} has 'start_in', which only goes with 'when: delayed'` };
}

function isOpen(node: YamlNode | undefined): boolean {
  return node?.kind === 'alias' || isReference(node) || isInterpolated(node);
}
