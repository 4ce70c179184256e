import { ownText, ownValue, type DataRecord } from '../../../base/record.ts';
import { evaluate, isTruthful } from '../expression/evaluate.ts';
import { parseExpression, type ParsedExpression } from '../expression/parser.ts';
import { judgeRule, type Verdict } from '../simulate/conditions.ts';
import { judgeFilters } from '../simulate/filter.ts';
import { describeRule } from '../simulate/rules.ts';
import type { Conditions } from './conditions.ts';
import type { RuleItem } from './rule-items.ts';
import { asksForSource, everyStart, startsWithoutSource, type Scenario } from './scenarios.ts';

/** What a job's conditions come to when a pipeline starts in one way. */
export interface Decision {
  /** Undefined: it depends on something that is not known. */
  readonly included: boolean | undefined;
  /** The rule that decided. */
  readonly rule: RuleItem | undefined;
  /** What decided, after "because". */
  readonly text: string;
}

const UNKNOWN: Decision = { included: undefined, rule: undefined, text: 'it is not known' };

/** Rules read alike are judged once. Fields and workflows that nobody holds any more go with their key. */
const decisions = new WeakMap<Conditions, Map<Scenario, Decision>>();

/** Whether a job is in the pipeline of a scenario. `hasWorkflowRules`: then a job without rules is in every pipeline. */
export function decideJob(conditions: Conditions, scenario: Scenario, hasWorkflowRules: boolean): Decision {
  const { rules, only, except, when } = conditions;
  if (rules === undefined && only === null && except === null && hasWorkflowRules) {
    return { included: when !== 'never', rule: undefined, text: when === 'never' ? NEVER : 'it has no rules' };
  }
  // Without an `only` the default depends on the workflow, which is not part of the conditions.
  if (rules === undefined && only === null && hasWorkflowRules) return decide(conditions, scenario, true);
  const ofJob = decisions.get(conditions) ?? new Map<Scenario, Decision>();
  decisions.set(conditions, ofJob);
  const known = ofJob.get(scenario) ?? decide(conditions, scenario, false);
  ofJob.set(scenario, known);
  return known;
}

const NEVER = "it says 'when: never'";

function decide({ rules, only, except, when }: Conditions, scenario: Scenario, hasWorkflowRules: boolean): Decision {
  if (rules !== undefined) return decideRules(rules, when, scenario);
  if (when === 'never') return { included: false, rule: undefined, text: NEVER };
  const verdict = judgeFilters({ only, except, hasWorkflowRules }, scenario.context);
  if (verdict.holds === undefined) return UNKNOWN;
  if (verdict.holds) return { included: true, rule: undefined, text: 'it has no rules against it' };
  const isWritten = only !== null || except !== null;
  const text = verdict.keyword === 'only' ? "its 'only' does not match" : "its 'except' matches";
  return {
    included: false,
    rule: undefined,
    text: isWritten ? text : 'it has no rules and so runs for branches and tags only',
  };
}

/** Tries rules from the top. Where one is unknown, the answer is known only if every possible match comes to the same. */
export function decideRules(rules: readonly RuleItem[], when: string, scenario: Scenario): Decision {
  let first: Decision | undefined;
  for (const item of rules) {
    const holds = item.kind === 'rule' ? judge(item.data, scenario).holds : undefined;
    if (holds === false) continue;
    const decision = item.kind === 'rule' ? decisionOf(item, when) : UNKNOWN;
    if (decision.included === undefined || (first && first.included !== decision.included)) return UNKNOWN;
    first ??= decision;
    if (holds === true) return first;
  }
  if (first === undefined) return { included: false, rule: undefined, text: 'none of its rules matches' };
  return first.included === false ? first : UNKNOWN;
}

function decisionOf(item: RuleItem & { readonly kind: 'rule' }, otherwise: string): Decision {
  const when = ownText(item.data, 'when') ?? otherwise;
  const rule = describeRule(item.data);
  return when === 'never'
    ? { included: false, rule: item, text: `${rule} says 'when: never'` }
    : { included: true, rule: item, text: `${rule} matches` };
}

const verdicts = new WeakMap<Scenario, Map<string, Verdict>>();

/** Pipelines write the same few conditions over and over; more than this many texts are not kept. */
const MAX_TEXTS = 2000;

/** Judges one rule; a condition is judged once for its text. */
export function judge(rule: DataRecord, scenario: Scenario): Verdict {
  const condition = ownValue(rule, 'if');
  const others = Object.hasOwn(rule, 'changes') || Object.hasOwn(rule, 'exists');
  if (typeof condition !== 'string') return judgeRule(rule, scenario.context);
  const own = judgeText(condition, scenario);
  if (!others || own.holds === false) return own;
  const files = judgeRule({ changes: rule['changes'], exists: rule['exists'] }, scenario.context);
  return files.holds === true ? own : files;
}

function judgeText(text: string, given: Scenario): Verdict {
  const scenario = given.alike === undefined || asksForSource(text) ? given : given.alike;
  const ofScenario = verdicts.get(scenario) ?? new Map<string, Verdict>();
  verdicts.set(scenario, ofScenario);
  const known = ofScenario.get(text) ?? evaluateOnce(text, scenario);
  if (ofScenario.size >= MAX_TEXTS) ofScenario.clear();
  ofScenario.set(text, known);
  return known;
}

const MAX_PARSED = 20_000;
const parsed = new Map<string, ParsedExpression>();

/** As `judgeIf`, but the text is read once for all scenarios. */
function evaluateOnce(text: string, { context }: Scenario): Verdict {
  const read = parsed.get(text) ?? parseExpression(text);
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(text, read);
  if (!read.ok) return { holds: false };
  const result = evaluate(read.expression, context.lookUp);
  return result.known ? { holds: isTruthful(result) === true } : { holds: undefined, because: result.because };
}

/** The starts of any pipeline that these rules can tell apart. */
export function startsFor(...lists: readonly (readonly RuleItem[] | undefined)[]): readonly Scenario[] {
  const isAsking = (item: RuleItem): boolean =>
    item.kind === 'rule' && typeof item.data['if'] === 'string' && asksForSource(item.data['if']);
  return lists.some((rules) => rules?.some(isAsking)) ? everyStart : startsWithoutSource;
}
