import { jsonText } from '../../../base/json.ts';
import { nearestName } from '../../../base/nearest-name.ts';
import { valueOf, type YamlNode } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import { tokenize } from '../expression/lexer.ts';
import { judge } from '../events/decisions.ts';
import { ruleItemsOf, type RuleItem } from '../events/rule-items.ts';
import { asksForSource, everyStart, PIPELINE_SOURCES, startsWithoutSource } from '../events/scenarios.ts';
import type { JobSummary } from '../model/job-summary.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { isUsed } from './findings.ts';
import { misreadings } from './misread-condition.ts';

/** https://docs.gitlab.com/ci/yaml/#rules: the first rule that matches decides, those below it are not looked at. */
export const unreachableRule: Rule<Pipeline> = {
  code: 'gitlab-ci/unreachable-rule',
  severity: 'warning',
  *check(pipeline) {
    for (const job of pipeline.own.jobs.values()) {
      const items = job.fields.has('rules') ? ruleItemsOf(job, 'rules') : undefined;
      if (items === undefined) continue;
      const findings = known.get(items) ?? findingsOf(items, job);
      known.set(items, findings);
      if (findings.length > 0 && isUsed(pipeline, job.name)) yield* findings;
    }
  },
};

const known = new WeakMap<readonly RuleItem[], readonly Finding[]>();

function findingsOf(items: readonly RuleItem[], job: JobSummary): readonly Finding[] {
  // Rules that an alias puts here are judged where they are written.
  const isHere = ({ node }: RuleItem): boolean => node.block === job.block && node.start > job.nameAt.start;
  const findings: Finding[] = [];
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const clauses = clausesOf(item);
    const above = subsets(clauses).find((subset) => seen.has(subset));
    const dead = above === undefined ? deadCondition(item) : undefined;
    const message = above === undefined ? dead : behind(seen.get(above) ?? 0, above === NOTHING);
    const at = dead === undefined ? placeOf(item.node) : conditionOf(item.node);
    if (message !== undefined && isHere(item)) findings.push({ at, message });
    if (above === NOTHING) break;
    const key = clauses?.join(' ');
    if (key !== undefined && !seen.has(key)) seen.set(key, index);
  }
  return [...findings, ...uselessWhen(items, job)];
}

const CLAUSES = ['if', 'changes', 'exists'] as const;

/** The conditions of a rule that are there, each as a text; undefined where they are not known. */
function clausesOf(item: RuleItem): string[] | undefined {
  if (item.kind !== 'rule') return undefined;
  return CLAUSES.flatMap((key) => {
    const value = item.data[key];
    return value === undefined || value === null ? [] : [`${key} ${jsonText(value)}`];
  });
}

/** What a rule without conditions is filed under. */
const NOTHING = '';

/** Each selection of a rule's conditions: a rule with just these matches wherever this one does. All of them for what is unknown. */
function subsets(clauses: readonly string[] = []): string[] {
  return clauses
    .reduce<string[][]>((found, clause) => [...found, ...found.map((subset) => [...subset, clause])], [[]])
    .map((subset) => subset.join(' '));
}

function behind(index: number, isFree: boolean): string {
  const why = isFree ? 'it has no condition' : 'it has the same condition';
  return `This rule is never reached: rule ${index + 1} of this list always matches first, as ${why}`;
}

function deadCondition(item: RuleItem): string | undefined {
  const condition = item.kind === 'rule' ? item.data['if'] : undefined;
  // Why it never matches is told there.
  if (typeof condition !== 'string' || misreadings(condition).length > 0) return undefined;
  const starts = asksForSource(condition) ? everyStart : startsWithoutSource;
  const isDead = starts.every((start) => judge({ if: condition }, start).holds === false);
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
