import { isRecord, ownValue } from '../../../base/record.ts';
import { flatten } from '../configuration/flatten.ts';
import type { Conditions } from './conditions.ts';

/** What `only` and `except` start with where they name no refs of their own. */
const BY_DEFAULT: readonly string[] = ['branches', 'tags'];

/** Pipelines of merge requests are for neither a branch nor a tag (lib/gitlab/ci/build/policy/refs.rb). */
const OF_MERGE_REQUESTS: ReadonlySet<string> = new Set(['merge_request', 'merge_requests']);

/**
 * Whether `except` leaves out every pipeline that `only` lets in, whatever branches and tags are called: it names all
 * that `only` names, or both branches and tags. What else stands in `only` lets in less, in `except` leaves out more.
 */
export function excludeEachOther({ only, except }: Conditions, hasWorkflowRules: boolean): boolean {
  // With `workflow:rules` a job without `only` is in every pipeline.
  if (except === null || (only === null && hasWorkflowRules)) return false;
  const left = new Set(refsOf(except, []));
  const entered = refsOf(only, BY_DEFAULT);
  if (left.size === 0 || entered === undefined) return false;
  const isLeft = (ref: unknown): boolean => {
    if (left.has(ref)) return true;
    const isOfRefs = typeof ref === 'string' && !OF_MERGE_REQUESTS.has(ref.split('@')[0] ?? '');
    return isOfRefs && BY_DEFAULT.every((each) => left.has(each));
  };
  return entered.length > 0 && entered.every(isLeft);
}

function refsOf(filter: unknown, otherwise: readonly string[]): readonly unknown[] | undefined {
  const written = isRecord(filter) ? ownValue(filter, 'refs') : filter;
  return written === undefined || written === null ? otherwise : flatten(written);
}
