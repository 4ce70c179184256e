import type { Finding, Rule } from '../../language.ts';
import { entryOf, type YamlEntry, type YamlNode } from '../../../yaml/node.ts';
import { fieldsOf, flatItems, isInterpolated, isReference, scalarValue } from '../model/follow.ts';
import type { JobSummary } from '../model/job-summary.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { perJob } from './findings.ts';

/** https://docs.gitlab.com/ci/yaml/#when: a delayed job says how long it waits, and no other job does. */
export const startIn: Rule<Pipeline> = {
  code: 'gitlab-ci/start-in',
  severity: 'error',
  *check(pipeline) {
    yield* ofJobs(pipeline);
    for (const job of pipeline.own.jobs.values()) yield* ofRules(job);
  },
};

const ofJobs = perJob(function* ({ fields, open, name }) {
  // With `rules` each rule has its own `when`, and `start_in` beside them has a finding of its own.
  if (open || fields.has('rules') || fields.has('trigger')) return;
  const finding = judge(fields, `Job '${name}'`);
  if (finding !== undefined) yield finding;
});

const known = new WeakMap<JobSummary, readonly Finding[]>();

/** The rules that stand in a job's own text, or that an alias puts there. */
function ofRules(job: JobSummary): readonly Finding[] {
  const before = known.get(job);
  if (before !== undefined) return before;
  const rules = job.block.problems.length > 0 ? [] : flatItems(job.fields.get('rules')?.value, job.anchors);
  const findings = rules.flatMap((rule) => {
    const isOwn = rule.kind === 'mapping' && !isReference(rule) && entryOf(rule, '<<') === undefined;
    return (isOwn && judge(fieldsOf(rule, job.anchors), `A rule of job '${job.name}'`)) || [];
  });
  known.set(job, findings);
  return findings;
}

type Fields = ReadonlyMap<string, YamlEntry>;

function judge(fields: Fields, subject: string): Finding | undefined {
  const when = fields.get('when');
  const start = fields.get('start_in');
  if (isOpen(when?.value)) return undefined;
  const isDelayed = scalarValue(when?.value) === 'delayed';
  if (when !== undefined && isDelayed && isEmpty(start) && when.key.block.problems.length === 0) {
    return { at: when.value ?? when.key, message: `${subject} is delayed, but has no 'start_in' such as '30 minutes'` };
  }
  if (start === undefined || isDelayed || isEmpty(start)) return undefined;
  return { at: start.key, message: `${subject} has 'start_in', which only goes with 'when: delayed'` };
}

function isEmpty(entry: YamlEntry | undefined): boolean {
  return entry === undefined || scalarValue(entry.value) === null;
}

function isOpen(node: YamlNode | undefined): boolean {
  return node?.kind === 'alias' || isReference(node) || isInterpolated(node);
}
