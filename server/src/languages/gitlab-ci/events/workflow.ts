import type { YamlEntry } from '../../../yaml/node.ts';
import { entriesOf, scalarText } from '../../../yaml/node.ts';
import { fieldsOf, perBlock } from '../model/follow.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { withReferences } from './conditions.ts';
import { decideRules, type Decision } from './decisions.ts';
import { readRuleItems, type RuleItem } from './rule-items.ts';
import type { Scenario } from './scenarios.ts';

/** `workflow:rules` of the whole pipeline. */
export interface Workflow {
  /** Undefined: there are none, and every event has a pipeline. */
  readonly rules: readonly RuleItem[] | undefined;
  /** The key, in the file that has the last word. */
  readonly entry: YamlEntry | undefined;
}

const workflows = new WeakMap<Pipeline, { readonly workflow: Workflow | undefined }>();

/** Undefined when a file that is not loaded may say it. */
export function workflowOf(pipeline: Pipeline): Workflow | undefined {
  const known = workflows.get(pipeline) ?? { workflow: read(pipeline) };
  workflows.set(pipeline, known);
  return known.workflow;
}

function read(pipeline: Pipeline): Workflow | undefined {
  const { summaries, closed, isEntry, graph } = pipeline;
  if (!isEntry) return undefined;
  for (const { file, summary } of summaries.toReversed()) {
    // Another file may still say more, unless this is the one that is merged last.
    if (!closed && file.path !== graph.entry) return undefined;
    const written = summary.globals.get('workflow');
    const found = written && ofBlock(written.key.block, summary.anchors);
    if (found !== undefined) return { entry: found.entry, rules: withReferences(found.items, pipeline) };
  }
  return closed ? { rules: undefined, entry: undefined } : undefined;
}

const ofBlock = perBlock((block, anchors) => {
  const workflow = entriesOf(block.root).findLast(({ key }) => scalarText(key) === 'workflow');
  const entry = workflow && fieldsOf(workflow.value, anchors).get('rules');
  return entry?.value && { entry, items: readRuleItems(entry.value, anchors) };
});

/** Whether another pipeline starts this one: then no push, merge request or tag does. */
export function isChildPipeline({ isMain }: Pipeline): boolean {
  return !isMain;
}

const verdicts = new WeakMap<readonly RuleItem[], Map<Scenario, Decision>>();

const ALWAYS: Decision = { included: true, rule: undefined, text: "there are no 'workflow:rules'" };

/** Whether GitLab makes a pipeline in a scenario. */
export function decideWorkflow({ rules }: Workflow, scenario: Scenario): Decision {
  if (rules === undefined) return ALWAYS;
  const ofRules = verdicts.get(rules) ?? new Map<Scenario, Decision>();
  verdicts.set(rules, ofRules);
  const known = ofRules.get(scenario) ?? decideRules(rules, 'always', scenario);
  ofRules.set(scenario, known);
  return known;
}
