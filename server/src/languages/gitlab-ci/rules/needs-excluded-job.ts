import type { Finding, Rule } from '../../language.ts';
import { conditionsOf, type Conditions } from '../events/conditions.ts';
import { decideJob } from '../events/decisions.ts';
import { childEvents, standardEvents, type Scenario, type StandardEvent } from '../events/scenarios.ts';
import { decideWorkflow, isChildPipeline, workflowOf, type Workflow } from '../events/workflow.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import { jobNamed } from '../model/find-job.ts';
import type { NeedUse } from '../model/job-summary.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { jobPlace, oncePerPlace, visibleJobs } from './findings.ts';

/**
 * https://docs.gitlab.com/ci/yaml/#needs: a job that is needed and that the rules leave out of the same pipeline stops the
 * whole pipeline from being created, unless the need is `optional`.
 */
export const needsExcludedJob: Rule<Pipeline> = {
  code: 'gitlab-ci/needs-excluded-job',
  severity: 'warning',
  isLate: true,
  *check(pipeline) {
    const workflow = workflowOf(pipeline);
    if (workflow !== undefined) yield* oncePerPlace(findings(pipeline, workflow));
  },
};

/** More different conditions are made by a program, and would take seconds to judge. */
const MOST_CONDITIONS = 1000;

function* findings(pipeline: Pipeline, workflow: Workflow): Generator<Finding> {
  const events = isChildPipeline(pipeline) ? childEvents : standardEvents;
  const judged = new Set<Conditions>();
  for (const job of visibleJobs(pipeline)) {
    const needs = needsOf(job);
    const own = needs.length === 0 ? undefined : conditionsOf(pipeline, job);
    if (own === undefined || judged.add(own).size > MOST_CONDITIONS) continue;
    for (const need of needs) {
      const other = jobNamed(pipeline, need.name);
      const conditions = other?.hidden === false ? conditionsOf(pipeline, other) : undefined;
      if (other === undefined || conditions === undefined) continue;
      const failing = failingEvents(events, { workflow, own, other: conditions });
      if (failing.length > 0) yield finding(pipeline, { job, need, other, failing, conditions, workflow });
    }
  }
}

/** A rule with needs of its own takes their place, so those of the job are only judged where no rule has any. */
function needsOf(job: EffectiveJob): readonly NeedUse[] {
  if (job.rulesNeeds.length > 0) return [];
  return (job.needs?.needs ?? []).filter(({ optional }) => !optional);
}

interface Pair {
  readonly workflow: Workflow;
  readonly own: Conditions;
  readonly other: Conditions;
}

interface Verdict {
  readonly rules: Workflow['rules'];
  readonly events: readonly StandardEvent[];
  readonly failing: readonly StandardEvent[];
}

const verdicts = new WeakMap<Conditions, WeakMap<Conditions, Verdict>>();

/** Judged once for each pair of conditions, of which a pipeline has few. */
function failingEvents(events: readonly StandardEvent[], pair: Pair): readonly StandardEvent[] {
  // Jobs with the same conditions are in the same pipelines.
  if (pair.own === pair.other) return [];
  const ofOwn = verdicts.get(pair.own) ?? new WeakMap<Conditions, Verdict>();
  verdicts.set(pair.own, ofOwn);
  const { rules } = pair.workflow;
  const before = ofOwn.get(pair.other);
  if (before !== undefined && before.rules === rules && before.events === events) return before.failing;
  const failing = events.filter((event) => fails(event, pair));
  ofOwn.set(pair.other, { rules, events, failing });
  return failing;
}

/** Only what holds whatever the branches and tags are called. */
function fails({ scenarios }: StandardEvent, { workflow, own, other }: Pair): boolean {
  const hasRules = workflow.rules !== undefined;
  return scenarios.every(
    (scenario) =>
      decideWorkflow(workflow, scenario).included === true &&
      decideJob(own, scenario, hasRules).included === true &&
      decideJob(other, scenario, hasRules).included === false,
  );
}

interface Case {
  readonly job: EffectiveJob;
  readonly need: NeedUse;
  readonly other: EffectiveJob;
  readonly conditions: Conditions;
  readonly failing: readonly StandardEvent[];
  readonly workflow: Workflow;
}

function finding(pipeline: Pipeline, { job, need, other, failing, conditions, workflow }: Case): Finding {
  const [scenario] = failing[0]?.scenarios ?? [];
  const why = scenario && explain(conditions, scenario, workflow);
  const message =
    `In a pipeline for ${titles(failing)}, job '${job.name}' runs, but job '${need.name}', which it needs, is left out` +
    `${why === undefined ? '' : `: ${why}`}. GitLab refuses to create such a pipeline; give both the same rules, or say 'optional: true'`;
  return { at: need.at, message, related: jobPlace(pipeline, other.name, `'${other.name}' is defined here`) };
}

function explain(conditions: Conditions, scenario: Scenario, workflow: Workflow): string {
  return decideJob(conditions, scenario, workflow.rules !== undefined).text;
}

const MAX_TITLES = 3;

function titles(events: readonly StandardEvent[]): string {
  const shown = events.slice(0, MAX_TITLES).map(({ title }) => title);
  const more = events.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} other events` : ''}`;
}
