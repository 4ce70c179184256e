import { nearestName } from '../../../base/nearest-name.ts';
import { valueOf, type YamlNode } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import { tokenize } from '../expression/lexer.ts';
import { judge } from '../events/decisions.ts';
import { ruleItemsOf, type RuleItem } from '../events/rule-items.ts';
import { everyStart, PIPELINE_SOURCES } from '../events/scenarios.ts';
import type { JobSummary } from '../model/job-summary.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { isUsed } from './findings.ts';

/** https://docs.gitlab.com/ci/yaml/#rules: the first rule that matches decides, those below it are not looked at. */
export const unreachableRule: Rule<Pipeline> = {
  code: 'gitlab-ci/unreachable-rule',
  severity: 'warning',
  *check(pipeline) {
    for (const job of pipeline.own.jobs.values()) {
      const items = job.fields.has('rules') ? ruleItemsOf(job, 'rules') : undefined;
      if (items === undefined || !isUsed(pipeline, job.name)) continue;
      const findings = known.get(items) ?? findingsOf(items, job);
      known.set(items, findings);
      yield* findings;
    }
  },
};

const known = new WeakMap<readonly RuleItem[], readonly Finding[]>();

function findingsOf(items: readonly RuleItem[], job: JobSummary): readonly Finding[] {
  // Rules that an alias puts here are judged where they are written.
  const isHere = ({ node }: RuleItem): boolean => node.block === job.block && node.start > job.nameAt.start;
  const findings: Finding[] = [];
  for (const [index, item] of items.entries()) {
    const above = items.slice(0, index).findIndex((other) => covers(other, item));
    const dead = above === -1 ? deadCondition(item) : undefined;
    const message = above === -1 ? dead : behind(items[above], above);
    const at = dead === undefined ? placeOf(item.node) : conditionOf(item.node);
    if (message !== undefined && isHere(item)) findings.push({ at, message });
    if (above !== -1 && clausesOf(items[above]).length === 0) break;
  }
  return [...findings, ...uselessWhen(items, job)];
}

const CLAUSES = ['if', 'changes', 'exists'] as const;

/** The conditions of a rule that are there, each as a text. */
function clausesOf(item: RuleItem | undefined): string[] {
  if (item?.kind !== 'rule') return ['unknown'];
  return CLAUSES.flatMap((key) => {
    const value = item.data[key];
    return value === undefined || value === null ? [] : [`${key} ${JSON.stringify(value)}`];
  });
}

/** Whether a rule matches wherever a later one does: it has no other conditions than that one. */
function covers(above: RuleItem, item: RuleItem): boolean {
  if (above.kind !== 'rule') return false;
  const own = new Set(clausesOf(item));
  const conditions = clausesOf(above);
  // A bare `when: never` at the end of a list is a habit, also behind another rule that always matches.
  return (conditions.length === 0 || item.kind === 'rule') && conditions.every((clause) => own.has(clause));
}

function behind(above: RuleItem | undefined, index: number): string {
  const isFree = clausesOf(above).length === 0;
  const why = isFree ? 'it has no condition' : 'it has the same condition';
  return `This rule is never reached: rule ${index + 1} of this list always matches first, as ${why}`;
}

function deadCondition(item: RuleItem): string | undefined {
  const condition = item.kind === 'rule' ? item.data['if'] : undefined;
  if (typeof condition !== 'string') return undefined;
  const isDead = everyStart.every((start) => judge({ if: condition }, start).holds === false);
  return isDead ? `This rule never matches: ${reasonOf(condition)}` : undefined;
}

/** Most often the source of a pipeline is misspelt. */
function reasonOf(condition: string): string {
  const { tokens } = tokenize(condition);
  const source = tokens.findIndex(({ text }) => text === '$CI_PIPELINE_SOURCE');
  const value = source === -1 ? undefined : tokens[source + 2];
  const name = value?.kind === 'string' ? value.text.slice(1, -1) : undefined;
  if (name === undefined || PIPELINE_SOURCES.includes(name)) return 'no event fulfils its condition';
  const near = nearestName(name, PIPELINE_SOURCES) ?? PIPELINE_SOURCES.find((each) => each.startsWith(name));
  return `$CI_PIPELINE_SOURCE is never '${name}'${near === undefined ? '' : `; did you mean '${near}'?`}`;
}

/** `when` of the job is for rules that have none of their own. */
function uselessWhen(items: readonly RuleItem[], job: JobSummary): Finding[] {
  const entry = job.fields.get('when');
  const isEvery = items.length > 0 && items.every((item) => item.kind === 'rule' && item.data['when'] !== undefined);
  if (entry === undefined || !isEvery || entry.key.block !== job.block) return [];
  const message = `'when' of job '${job.name}' has no effect: each of its rules has a 'when' of its own`;
  return [{ at: entry.key, message, severity: 'information' }];
}

/** The condition where it stands in this text, else the rule. */
function conditionOf(node: YamlNode): Finding['at'] {
  const condition = valueOf(node, 'if');
  return condition?.kind === 'scalar' && condition.block === node.block ? condition : placeOf(node);
}

function placeOf(node: YamlNode): Finding['at'] {
  const first = node.kind === 'mapping' ? node.entries[0] : undefined;
  return first?.key ?? node;
}
