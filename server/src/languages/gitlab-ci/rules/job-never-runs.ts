import { ownValue } from '../../../base/record.ts';
import type { Finding, Rule, Severity } from '../../language.ts';
import { conditionsOf, type Conditions } from '../events/conditions.ts';
import { decideJob, startsFor } from '../events/decisions.ts';
import { excludeEachOther } from '../events/filters.ts';
import type { Scenario } from '../events/scenarios.ts';
import { decideWorkflow, workflowOf, type Workflow } from '../events/workflow.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { oncePerPlace, ownKey, visibleJobs } from './findings.ts';

/** A job whose rules no event can fulfil is never in a pipeline (https://docs.gitlab.com/ci/jobs/job_rules/). */
export const jobNeverRuns: Rule<Pipeline> = {
  code: 'gitlab-ci/job-never-runs',
  severity: 'warning',
  isLate: true,
  *check(pipeline) {
    const workflow = workflowOf(pipeline);
    if (workflow?.entry !== undefined && neverStarts(workflow)) {
      const message =
        "GitLab never creates a pipeline: in every event none of these rules matches, or the one that does says 'when: never'";
      yield { at: workflow.entry.key, message };
    } else {
      yield* oncePerPlace(findings(pipeline, workflow));
    }
  },
};

function neverStarts(workflow: Workflow): boolean {
  return startsFor(workflow.rules).every((start) => decideWorkflow(workflow, start).included === false);
}

function* findings(pipeline: Pipeline, workflow: Workflow | undefined): Generator<Finding> {
  for (const job of visibleJobs(pipeline)) {
    const conditions = conditionsOf(pipeline, job);
    if (conditions === undefined) continue;
    const verdict = verdictOfJob(pipeline, job, { conditions, workflow });
    if (verdict === undefined) continue;
    const at = ownKey(job, verdict.keyword);
    // A job that others extend is a template, which nobody expects to run.
    const isTemplate = pipeline.isExtended(job.name);
    const severity = isTemplate ? 'information' : verdict.severity;
    const advice = isTemplate ? `. Others extend it: named '.${job.name}' it is a template` : '';
    yield { at, message: `Job '${job.name}' never runs: ${verdict.why}${advice}`, ...(severity && { severity }) };
  }
}

interface Decided {
  readonly conditions: Conditions;
  readonly workflow: Workflow | undefined;
}

function verdictOfJob(pipeline: Pipeline, job: EffectiveJob, { conditions, workflow }: Decided): Verdict | undefined {
  const { rules, only, except } = conditions;
  if (rules === undefined && (only !== null || except !== null)) {
    if (!excludeEachOther(conditions, workflow?.rules !== undefined)) return undefined;
    const why =
      only === null
        ? "its 'except' leaves out branches and tags, and without 'only' it runs for nothing else"
        : "every pipeline that its 'only' lets in is left out by its 'except'";
    return { why, keyword: 'except' };
  }
  // Without rules GitLab refuses `when: never`, which is told as a wrong value.
  if (rules === undefined) return undefined;
  return isSwitchedOff(conditions) ? switchedOff(pipeline, job) : verdictOf(conditions, workflow);
}

interface Verdict {
  readonly why: string;
  readonly keyword: 'rules' | 'except';
  readonly severity?: Severity;
}

/** `when: never` and nothing before it: somebody wants it so. */
function isSwitchedOff({ rules, when }: Conditions): boolean {
  const [first] = rules ?? [];
  if (first?.kind !== 'rule') return false;
  const { data } = first;
  const isFree = ['if', 'changes', 'exists'].every((key) => (ownValue(data, key) ?? null) === null);
  return isFree && (ownValue(data, 'when') ?? when) === 'never';
}

/** It is the way to switch a job of an included file off; only a job that is nowhere else is worth a word. */
function switchedOff(pipeline: Pipeline, { name }: EffectiveJob): Verdict | undefined {
  const isOverride = pipeline.definitions.get(name)?.length !== 1;
  // A job that others extend is a template under another name.
  if (!pipeline.closed || isOverride || pipeline.isExtended(name)) return undefined;
  return { why: "it says 'when: never' and nothing else", severity: 'information', keyword: 'rules' };
}

const known = new WeakMap<Conditions, { readonly rules: Workflow['rules']; readonly verdict: Verdict | undefined }>();

function verdictOf(conditions: Conditions, workflow: Workflow | undefined): Verdict | undefined {
  const before = known.get(conditions);
  if (before !== undefined && before.rules === workflow?.rules) return before.verdict;
  const verdict = judge(conditions, workflow);
  known.set(conditions, { rules: workflow?.rules, verdict });
  return verdict;
}

function judge(conditions: Conditions, workflow: Workflow | undefined): Verdict | undefined {
  const isOut = (start: Scenario): boolean => decideJob(conditions, start, true).included === false;
  if (startsFor(conditions.rules).every(isOut)) {
    return {
      why: "in every event none of its rules matches, or the one that does says 'when: never'",
      keyword: 'rules',
    };
  }
  if (workflow?.rules === undefined) return undefined;
  const starts = startsFor(conditions.rules, workflow.rules);
  const never = starts.every((start) => isOut(start) || decideWorkflow(workflow, start).included === false);
  const why = "its rules only match in pipelines that 'workflow:rules' do not let in";
  return never ? { why, keyword: 'rules' } : undefined;
}
