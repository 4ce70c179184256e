import { ownText } from '../../../base/record.ts';
import { conditionsOf, type Conditions } from '../events/conditions.ts';
import { decideJob, decideRules, judge } from '../events/decisions.ts';
import { childEvents, standardEvents, type Scenario } from '../events/scenarios.ts';
import { judgeFilters } from '../simulate/filter.ts';
import type { Verdict } from '../simulate/conditions.ts';
import { decideWorkflow, isChildPipeline, workflowOf, type Workflow } from '../events/workflow.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** What becomes of a job in a pipeline of one scenario. */
type Outcome = 'not' | 'runs' | 'manual' | 'delayed' | 'on failure' | 'if files change' | 'unknown';

/** What a lens calls the events, by their title. */
const LABELS: Readonly<Record<string, string>> = {
  'a merge request': 'MR',
  'a push to the default branch': 'default branch',
  'a push to another branch': 'other branches',
  'a tag': 'tags',
  'a schedule': 'schedules',
  'a parent pipeline of the default branch': 'parent on default branch',
  'a parent pipeline of another branch': 'parent on other branches',
};

/** Branches that a condition may name; one that runs where the default branch does not is worth a word. */
const NAMED = /^a push to branch '(.+)'$/;

/** In which pipelines a job runs: `runs on: MR · main (manual)`. What depends on something unknown names it. */
export function runsOn(pipeline: Pipeline, name: string): string {
  const job = pipeline.effective(name);
  const conditions = job && conditionsOf(pipeline, job);
  const workflow = workflowOf(pipeline);
  if (workflow === undefined) return `runs on: unknown for all jobs${reasonOf(pipeline)}`;
  if (conditions === undefined) return `runs on: unknown${reasonOf(pipeline)}`;
  const because = new Set<string>();
  const judge = (scenario: Scenario): Outcome => {
    const outcome = outcomeOf(conditions, workflow, scenario);
    if (outcome === 'unknown') for (const reason of reasonsOf({ conditions, workflow, scenario })) because.add(reason);
    return outcome;
  };
  const events = isChildPipeline(pipeline) ? childEvents : standardEvents;
  const found = events.flatMap(({ title, scenarios }): Event[] => {
    const branch = NAMED.exec(title)?.[1];
    const label = branch ?? LABELS[title];
    return label === undefined ? [] : [{ label, isNamed: branch !== undefined, outcomes: scenarios.map(judge) }];
  });
  return write(found, [...because]);
}

const MOST_LETTERS = 90;

/** Why nothing can be said. */
function reasonOf({ graph: { unknown } }: Pipeline): string {
  const [reason = 'an input or a reference decides', ...others] = unknown;
  // Why a file is not read is told where it is included.
  const [first = reason] = reason.split(/(?<= is not read): /, 1);
  const shown = first.length > MOST_LETTERS ? `${first.slice(0, MOST_LETTERS - 1)}…` : first;
  return `: ${shown}${others.length === 0 ? '' : ` (+${others.length})`}`;
}

interface Event {
  readonly label: string;
  readonly isNamed: boolean;
  readonly outcomes: readonly Outcome[];
}

function outcomeOf(conditions: Conditions, workflow: Workflow, scenario: Scenario): Outcome {
  const created = decideWorkflow(workflow, scenario).included;
  if (created === false) return 'not';
  const { included, rule } = decideJob(conditions, scenario, workflow.rules !== undefined);
  if (included === false) return 'not';
  if (created === undefined) return 'unknown';
  if (included === undefined) return isUpToChanges(conditions, scenario) ? 'if files change' : 'unknown';
  const when = (rule?.kind === 'rule' ? ownText(rule.data, 'when') : undefined) ?? conditions.when;
  if (when === 'manual' || when === 'delayed') return when;
  return when === 'on_failure' ? 'on failure' : 'runs';
}

interface Asked {
  readonly conditions: Conditions;
  readonly workflow: Workflow;
  readonly scenario: Scenario;
}

/** What the first rules that may match depend on: those of the workflow, where they do not decide, else the job's. */
function reasonsOf({ conditions, workflow, scenario }: Asked): readonly string[] {
  const isCreated = decideWorkflow(workflow, scenario).included === true;
  const rules = isCreated ? conditions.rules : workflow.rules;
  if (rules === undefined) {
    const { only, except } = conditions;
    return (
      judgeFilters({ only, except, hasWorkflowRules: workflow.rules !== undefined }, scenario.context).because ?? []
    );
  }
  const verdicts = rules.map((item) => (item.kind === 'rule' ? judge(item.data, scenario) : UNREAD));
  const decided = verdicts.findIndex(({ holds }) => holds === true);
  return verdicts.slice(0, decided === -1 ? verdicts.length : decided).flatMap(({ because }) => because ?? []);
}

const UNREAD: Verdict = { holds: undefined, because: ['an input or a reference'] };

/** Whether all that is not known is which files a push or merge request changes: then the job runs for some of them. */
function isUpToChanges({ rules = [], when }: Conditions, scenario: Scenario): boolean {
  const first = rules.findIndex((item) => item.kind !== 'rule' || judge(item.data, scenario).holds !== false);
  const open = rules[first];
  if (open?.kind !== 'rule' || !Object.hasOwn(open.data, 'changes')) return false;
  const others = Object.fromEntries(Object.entries(open.data).filter(([key]) => key !== 'changes'));
  const isMet = judge(others, scenario).holds === true && ownText(open.data, 'when') !== 'never';
  return isMet && decideRules(rules.slice(first + 1), when, scenario).included === false;
}

function write(events: readonly Event[], because: readonly string[]): string {
  const known = withAllBranches(withoutNeedless(events)).map(({ label, outcomes }) => ({
    label,
    outcome: same(outcomes),
  }));
  const runs = known.flatMap(({ label, outcome }) => {
    if (outcome === 'not' || outcome === 'unknown') return [];
    if (outcome === 'some') return [`some ${label}`];
    return [outcome === 'runs' ? label : `${label} (${outcome})`];
  });
  const unknown = known.filter(({ outcome }) => outcome === 'unknown').map(({ label }) => label);
  if (runs.length === 0 && unknown.length === 0) return 'runs on: no push, merge request, tag or schedule';
  const rest = unknown.length === 0 ? [] : [dependent(because, unknown.length === known.length ? [] : unknown)];
  return `runs on: ${[...runs, ...rest].join(' · ')}`;
}

/** More names than this make a line that nobody reads. */
const MOST_REASONS = 2;

function dependent(because: readonly string[], labels: readonly string[]): string {
  const more = because.length > MOST_REASONS ? ` +${because.length - MOST_REASONS}` : '';
  const names = because.length === 0 ? 'what is not known' : `${because.slice(0, MOST_REASONS).join(', ')}${more}`;
  return labels.length === 0 ? `depends on ${names}` : `maybe ${labels.join(', ')} (depends on ${names})`;
}

/** 'some': it depends on the name of the branch or tag. */
function same(outcomes: readonly Outcome[]): Outcome | 'some' {
  const [first = 'not', ...others] = new Set(outcomes);
  if (others.length === 0) return first;
  return outcomes.includes('unknown') ? 'unknown' : 'some';
}

/** A branch by its name counts where the events by kind do not say the same. */
function withoutNeedless(events: readonly Event[]): Event[] {
  const byKind = events.filter(({ isNamed }) => !isNamed);
  const outcomesOf = (label: string): readonly Outcome[] =>
    byKind.find((event) => event.label === label)?.outcomes ?? [];
  const onDefaultOutcomes = outcomesOf('default branch');
  const [onDefault, onOther] = [same(onDefaultOutcomes), same(outcomesOf('other branches'))];
  const named = events.filter(({ isNamed, outcomes }) => {
    const outcome = same(outcomes);
    return isNamed && outcome !== 'not' && outcome !== 'some' && (onDefault === 'some' || outcome !== onOther);
  });
  const isTold = named.length > 0 && onDefault === 'some';
  // A schedule runs on a branch: with the branch's name all is said.
  const isSame = ({ label, outcomes }: Event): boolean =>
    label === 'default branch' || (label === 'schedules' && outcomes.join() === onDefaultOutcomes.join());
  return [...byKind.filter((event) => !(isTold && isSame(event))), ...named];
}

/** The default branch and the others alike are simply the branches. */
function withAllBranches(events: readonly Event[]): Event[] {
  const onDefault = events.find(({ label }) => label === 'default branch');
  const onOther = events.find(({ label }) => label === 'other branches');
  if (onDefault === undefined || onOther === undefined) return [...events];
  const outcome = same(onDefault.outcomes);
  if (outcome === 'not' || outcome === 'some' || outcome !== same(onOther.outcomes)) return [...events];
  return events.flatMap((event) => {
    if (event === onOther || (event.isNamed && same(event.outcomes) === outcome)) return [];
    return event === onDefault ? [{ ...event, label: 'branches' }] : [event];
  });
}
