import { ownText, ownValue } from '../../../base/record.ts';
import { describeRule, evaluateRules } from './rules.ts';
import { judgeFilters, type FilterContext } from './filter.ts';
import type { SimulatedJob } from './input.ts';
import type { PipelineJob } from './root.ts';

/** What the rules or `only`/`except` of a job come to. */
export interface Decision {
  /** 'maybe' when it depends on something unknown. */
  readonly included: boolean | 'maybe';
  readonly when: SimulatedJob['when'];
  readonly startIn: string | undefined;
  readonly allowFailure: boolean;
  /** The rule that decided. */
  readonly rule: unknown;
  /** The keyword that decided when no rule did. */
  readonly keyword: 'rules' | 'only' | 'except' | 'when' | undefined;
  readonly text: string;
  readonly unknown: readonly string[];
  readonly error?: string;
}

const RUNS: readonly string[] = ['on_success', 'on_failure', 'always', 'manual', 'delayed'];

/** Decides whether and how a job is in the pipeline. */
export function decide(job: PipelineJob, context: FilterContext, hasWorkflowRules: boolean): Decision {
  const rules = ownValue(job.data, 'rules');
  if (rules !== undefined && rules !== null) return decideByRules(job, rules, context);
  const decision = decideByFilters(job, context, hasWorkflowRules);
  if (job.missing.length === 0 || decision.keyword === 'only' || decision.keyword === 'except') return decision;
  // The rules may stand in a job that is not there to read.
  const unknown = job.missing.map((name) => `'${name}', which is not in the files that could be read`);
  return { ...decision, included: 'maybe', text: `it depends on ${unknown.join(' and ')}`, unknown };
}

function decideByRules(job: PipelineJob, rules: unknown, context: FilterContext): Decision {
  const outcome = evaluateRules(rules, context);
  const decisions = outcome.possible.map(({ rule }) => fromRule(job, rule));
  const [first] = decisions;
  if (outcome.error !== undefined || first === undefined) {
    return { ...fromRule(job, undefined), error: outcome.error ?? 'rules are empty' };
  }
  // What is unknown does not matter when every possible match comes to the same.
  if (decisions.every((other) => isSame(other, first))) return first;
  const shown = decisions.find(({ included }) => included !== false) ?? first;
  if (decisions.every(({ included }) => included === true)) return shown;
  const text = `it depends on ${outcome.because.join(', ')}`;
  return { ...shown, included: 'maybe', text, unknown: outcome.because };
}

function isSame(left: Decision, right: Decision): boolean {
  if (left.included === false) return right.included === false;
  return left.included === right.included && left.when === right.when && left.allowFailure === right.allowFailure;
}

function fromRule(job: PipelineJob, rule: unknown): Decision {
  if (rule === undefined) {
    const base = { when: 'on_success', startIn: undefined, allowFailure: false, rule, unknown: [] } as const;
    return { ...base, included: false, keyword: 'rules', text: 'no rule matches' };
  }
  const own = ownText(job.data, 'when') ?? 'on_success';
  const when = ownText(rule, 'when') ?? own;
  return {
    included: when !== 'never',
    when: asWhen(when),
    startIn: ownText(rule, 'start_in') ?? ownText(job.data, 'start_in'),
    // A rule's `when: manual` is waited for; that of the job itself is not (`ignored?` in entry/job.rb knows no rules).
    allowFailure: allowsFailure(
      ownValue(rule, 'allow_failure') ?? ownValue(job.data, 'allow_failure'),
      own === 'manual',
    ),
    rule,
    keyword: 'rules',
    text: `${describeRule(rule)} ${when === 'never' ? "matches and says 'never'" : 'matches'}`,
    unknown: [],
  };
}

function asWhen(when: string): SimulatedJob['when'] {
  return RUNS.includes(when) ? (when as SimulatedJob['when']) : 'on_success';
}

function allowsFailure(value: unknown, byDefault: boolean): boolean {
  return typeof value === 'boolean' ? value : byDefault;
}

function decideByFilters(job: PipelineJob, context: FilterContext, hasWorkflowRules: boolean): Decision {
  const own = ownText(job.data, 'when') ?? 'on_success';
  const only = ownValue(job.data, 'only');
  const except = ownValue(job.data, 'except');
  const isFiltered = !isMissing(only) || !isMissing(except);
  const base = {
    when: asWhen(own),
    startIn: ownText(job.data, 'start_in'),
    allowFailure: allowsFailure(ownValue(job.data, 'allow_failure'), own === 'manual'),
    rule: undefined,
    unknown: [],
  };
  if (own === 'never') return { ...base, included: false, keyword: 'when', text: "'when' says 'never'" };
  // `workflow:rules` take the place of the default `only: [branches, tags]`.
  if (!isFiltered && hasWorkflowRules) return { ...base, included: true, keyword: undefined, text: 'it has no rules' };
  const verdict = judgeFilters({ only, except, hasWorkflowRules }, context);
  if (verdict.holds === undefined) {
    const text = `it depends on ${verdict.because.join(', ')}`;
    return { ...base, included: 'maybe', keyword: verdict.keyword, text, unknown: [...new Set(verdict.because)] };
  }
  return { ...base, included: verdict.holds, ...explain(verdict.holds, verdict.keyword, isFiltered) };
}

function explain(holds: boolean, keyword: 'only' | 'except', isFiltered: boolean): Pick<Decision, 'keyword' | 'text'> {
  if (!isFiltered) {
    const text = holds
      ? 'it has no rules and so runs for branches and tags'
      : 'it has no rules and so runs for branches and tags, not for merge requests';
    return { keyword: undefined, text };
  }
  if (holds) return { keyword, text: `'only' and 'except' let it in` };
  return { keyword, text: keyword === 'only' ? "'only' does not match" : "'except' matches" };
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}
