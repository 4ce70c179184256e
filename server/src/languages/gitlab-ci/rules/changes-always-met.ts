import { ownValue } from '../../../base/record.ts';
import { entryOf } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import { conditionsOf } from '../events/conditions.ts';
import { decideRules, judge } from '../events/decisions.ts';
import { ruleItemsOf, type RuleItem } from '../events/rule-items.ts';
import { everyStart, standardEvents, type StandardEvent } from '../events/scenarios.ts';
import { decideWorkflow, isChildPipeline, workflowOf, type Workflow } from '../events/workflow.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { oncePerPlace, visibleJobs } from './findings.ts';

/**
 * https://docs.gitlab.com/ci/yaml/#ruleschanges: GitLab compares files only for pushes to branches and for merge requests. In every
 * other pipeline `changes` is met, unless `compare_to` says what to compare with.
 */
export const changesAlwaysMet: Rule<Pipeline> = {
  code: 'gitlab-ci/changes-always-met',
  severity: 'information',
  *check(pipeline) {
    if (!pipeline.isEntry || isChildPipeline(pipeline)) return;
    const workflow = workflowOf(pipeline);
    // The same rule may stand in the lists of several jobs.
    yield* oncePerPlace([...listsOf(pipeline)].flatMap((items) => findingsOf(items, workflow)));
  },
};

/**
 * The lists of rules of the jobs that run, as they stand after `extends` and references: what stands above a rule
 * decides whether it is reached. Of a job that depends on a file that is not known, the list in its own text.
 */
function listsOf(pipeline: Pipeline): ReadonlySet<readonly RuleItem[]> {
  const lists = new Set<readonly RuleItem[]>();
  for (const job of visibleJobs(pipeline)) {
    const { rules } = conditionsOf(pipeline, job) ?? { rules: ruleItemsOf(job.definition.job, 'rules') };
    if (rules !== undefined) lists.add(rules);
  }
  return lists;
}

const known = new WeakMap<
  readonly RuleItem[],
  { readonly rules: readonly RuleItem[] | undefined; readonly isKnown: boolean; readonly findings: readonly Finding[] }
>();

/** Each is judged with all rules above it. */
const MAX_RULES = 200;

function findingsOf(items: readonly RuleItem[], workflow: Workflow | undefined): readonly Finding[] {
  const before = known.get(items);
  const isKnown = workflow !== undefined;
  const rules = workflow?.rules;
  if (before !== undefined && before.isKnown === isKnown && before.rules === rules) return before.findings;
  const findings = items.slice(0, MAX_RULES).flatMap((item, index) => {
    const finding = judgeItem(items.slice(0, index), item, workflow);
    return finding === undefined ? [] : [finding];
  });
  known.set(items, { rules, isKnown, findings });
  return findings;
}

function judgeItem(before: readonly RuleItem[], item: RuleItem, workflow: Workflow | undefined): Finding | undefined {
  const key = item.kind === 'rule' ? entryOf(item.node, 'changes')?.key : undefined;
  if (item.kind !== 'rule' || key === undefined || !isCompared(item)) return undefined;
  if (typeof item.data['if'] === 'string')
    return isVacuous(item) ? { at: key, message: VACUOUS, severity: 'warning' } : undefined;
  const events = workflow === undefined ? [] : eventsThatReach(before, item, workflow);
  if (events.length === 0) return undefined;
  const titles = events.map(({ title }) => title).join(', ');
  const message =
    `GitLab compares no files in a pipeline for ${titles}: there 'changes' is always met and the job runs. ` +
    "Add an 'if' beside it, such as '$CI_PIPELINE_SOURCE == \"merge_request_event\"', to run it for changes only";
  return { at: key, message };
}

const VACUOUS =
  "'changes' is always met here: GitLab compares no files in the pipelines that 'if' lets in, as tags, schedules and pipelines started by hand or by others";

/** Whether `changes` is one that the event decides: with a list, without `compare_to`. */
function isCompared({ data }: RuleItem & { readonly kind: 'rule' }): boolean {
  const changes = data['changes'];
  if (changes === null || changes === undefined || ownValue(changes, 'compare_to') !== undefined) return false;
  return data['exists'] === undefined && data['when'] !== 'never';
}

/** Whether the condition only holds in pipelines without a comparison. */
function isVacuous({ data }: RuleItem & { readonly kind: 'rule' }): boolean {
  const possible = everyStart.filter((start) => judge({ if: data['if'] }, start).holds !== false);
  return possible.length > 0 && possible.every(({ withoutDiff }) => withoutDiff);
}

const EVENTS: readonly StandardEvent[] = standardEvents.filter(({ title }) =>
  ['a tag', 'a schedule', "'Run pipeline' in the browser"].includes(title),
);

/** The events in which no rule above decides, and in which this one then does. */
function eventsThatReach(before: readonly RuleItem[], item: RuleItem, workflow: Workflow): StandardEvent[] {
  return EVENTS.filter(({ scenarios }) =>
    scenarios.every((scenario) => {
      const isReached = before.every((each) => each.kind === 'rule' && judge(each.data, scenario).holds === false);
      return (
        isReached &&
        decideWorkflow(workflow, scenario).included === true &&
        decideRules([item], 'on_success', scenario).included === true
      );
    }),
  );
}
