import { ownValue } from '../../../base/record.ts';
import { flatten } from '../configuration/flatten.ts';
import { judgeRule, type Context } from './conditions.ts';

/** The rule that decides, or that none does. */
interface RuleMatch {
  /** The rule; undefined when none matches. */
  readonly rule: unknown;
}

/** What rules come to: one match, or several that are possible because of something unknown. */
interface RulesOutcome {
  /** Possible matches from the top; one when everything is known. */
  readonly possible: readonly RuleMatch[];
  readonly because: readonly string[];
  /** GitLab refuses to create the pipeline. */
  readonly error?: string;
}

/** Tries rules from the top. */
export function evaluateRules(rules: unknown, context: Context): RulesOutcome {
  const possible: RuleMatch[] = [];
  const because: string[] = [];
  for (const rule of flatten(rules)) {
    const verdict = judgeRule(rule, context);
    if ('error' in verdict) return { possible: [], because, error: verdict.error };
    if (verdict.holds === true) return { possible: [...possible, { rule }], because: [...new Set(because)] };
    if (verdict.holds === undefined) {
      possible.push({ rule });
      because.push(...verdict.because);
    }
  }
  return { possible: [...possible, { rule: undefined }], because: [...new Set(because)] };
}

/** The condition of a rule in one line, for an explanation. */
export function describeRule(rule: unknown): string {
  const condition = ownValue(rule, 'if');
  const parts = [
    typeof condition === 'string' ? condition : undefined,
    hasValue(rule, 'changes') ? 'changes' : undefined,
    hasValue(rule, 'exists') ? 'exists' : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'a rule without a condition' : `rule '${parts.join("' and '")}'`;
}

function hasValue(rule: unknown, key: string): boolean {
  const value = ownValue(rule, key);
  return value !== undefined && value !== null;
}
