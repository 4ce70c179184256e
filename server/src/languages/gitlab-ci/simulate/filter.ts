import { isRecord, ownValue } from '../../../base/record.ts';
import { flatten, flatTexts } from '../configuration/flatten.ts';
import { compilePattern, readPattern } from '../expression/pattern.ts';
import { judgeChanges, judgeIf, type Context, type Verdict } from './conditions.ts';
import type { SimulationInput } from './input.ts';
import { SOURCE_NAMES } from './predefined.ts';

export interface FilterContext extends Context {
  readonly input: Context['input'] & Pick<SimulationInput, 'ref'>;
}

interface Filters {
  readonly only: unknown;
  readonly except: unknown;
  /** `workflow:rules` take the place of the default `only: [branches, tags]`, also beside an `except`. */
  readonly hasWorkflowRules?: boolean;
}

/** Whether `only` and `except` let a job in (https://docs.gitlab.com/ci/yaml/deprecated_keywords/#only--except). */
export function judgeFilters(
  { only, except, hasWorkflowRules = false }: Filters,
  context: FilterContext,
): Verdict & { readonly keyword: 'only' | 'except' } {
  const hasDefault = !hasWorkflowRules || (only !== undefined && only !== null);
  const entered = policies(only, hasDefault ? ['branches', 'tags'] : []).map((policy) => policy(context));
  const refused = entered.find((verdict) => verdict.holds === false);
  if (refused !== undefined) return { ...refused, keyword: 'only' };
  const left = except === undefined || except === null ? [] : policies(except, []).map((policy) => policy(context));
  if (left.some((verdict) => verdict.holds === true)) return { holds: false, keyword: 'except' };
  const because = [...entered, ...left].flatMap((verdict) => verdict.because ?? []);
  return because.length > 0 ? { holds: undefined, because, keyword: 'only' } : { holds: true, keyword: 'only' };
}

type Policy = (context: FilterContext) => Verdict;

/** The conditions of `only` (all must hold) or `except` (one is enough). */
function policies(filter: unknown, defaultRefs: readonly string[]): Policy[] {
  const written = isRecord(filter) ? ownValue(filter, 'refs') : filter;
  const refs = written === undefined || written === null ? defaultRefs : flatTexts(written);
  const result: Policy[] = refs.length === 0 ? [] : [(context) => any(refs.map((ref) => judgeRef(ref, context)))];
  const variables = flatten(ownValue(filter, 'variables'));
  if (variables.length > 0) result.push((context) => any(variables.map((text) => judgeIf(text, context))));
  const changes = ownValue(filter, 'changes');
  if (changes !== undefined && changes !== null) result.push((context) => judgeChanges(changes, context));
  if (ownValue(filter, 'kubernetes') === 'active') {
    result.push(() => ({ holds: undefined, because: ['whether the project has a cluster'] }));
  }
  return result;
}

function any(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.some((verdict) => verdict.holds === true)) return { holds: true };
  const because = verdicts.flatMap((verdict) => verdict.because ?? []);
  return because.length > 0 ? { holds: undefined, because } : { holds: false };
}

/** A word for a kind of pipeline, a branch or tag name, or a pattern over those; `@group/project` names the project. */
function judgeRef(written: string, { input }: FilterContext): Verdict {
  const [ref = '', project] = written.startsWith('/') ? [written] : written.split('@', 2);
  const verdict = matchesRef(ref, input);
  return verdict && project !== undefined
    ? { holds: undefined, because: [`whether this is project '${project}'`] }
    : { holds: verdict };
}

function matchesRef(ref: string, { event: own, parent, ref: name }: FilterContext['input']): boolean {
  if (SOURCE_NAMES[own].includes(ref)) return true;
  const event = parent?.event ?? own;
  if (event === 'merge_request_event') return false;
  if (ref === (event === 'tag' ? 'tags' : 'branches')) return true;
  const pattern = ref.startsWith('/') ? readPattern(ref) : undefined;
  if (pattern === undefined) return ref === name;
  const compiled = compilePattern(pattern);
  return compiled.ok && compiled.isFoundIn(name);
}
