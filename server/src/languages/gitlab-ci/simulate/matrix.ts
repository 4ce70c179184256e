import { type DataRecord, isRecord, orderedEntries, ownValue } from '../../../base/record.ts';
import { flatten } from '../configuration/flatten.ts';
import { mapTexts } from '../inputs/interpolate.ts';
import { variableText } from './variables.ts';

/** One copy of a parallel job. */
export interface Copy {
  readonly name: string;
  readonly variables: ReadonlyMap<string, string>;
}

/** GitLab's limit on copies (https://docs.gitlab.com/ci/yaml/#parallel). */
export const MAX_COPIES = 200;

/** The copies of a job: one of its own name without `parallel`. */
export function copiesOf(name: string, parallel: unknown): readonly Copy[] {
  if (typeof parallel === 'number') {
    const total = Math.min(Math.max(Math.trunc(parallel), 1), MAX_COPIES);
    return Array.from({ length: total }, (_, index) => ({
      name: `${name} ${index + 1}/${total}`,
      variables: new Map([
        ['CI_NODE_INDEX', String(index + 1)],
        ['CI_NODE_TOTAL', String(total)],
      ]),
    }));
  }
  const matrix = ownValue(parallel, 'matrix');
  if (matrix === undefined) return [{ name, variables: new Map() }];
  return combinations(matrix).map((variables) => ({ name: copyName(name, [...variables.values()]), variables }));
}

/** `job: [value, value]` */
export function copyName(name: string, values: readonly string[]): string {
  return `${name}: [${values.join(', ')}]`;
}

/** Every combination that a matrix names, in the order in which it is written; of too many only one more than is allowed. */
export function combinations(matrix: unknown): Map<string, string>[] {
  const found: Map<string, string>[] = [];
  for (const item of flatten(matrix)) {
    if (found.length > MAX_COPIES) break;
    if (isRecord(item)) found.push(...combine(item));
  }
  return found.slice(0, MAX_COPIES + 1);
}

function combine(item: DataRecord): Map<string, string>[] {
  let found = [new Map<string, string>()];
  for (const [variable, written] of orderedEntries(item)) {
    const values = flatten(written).flatMap((value) => variableText(value) ?? []);
    const kept = values.slice(0, MAX_COPIES + 1);
    const needed = kept.length === 0 ? 0 : Math.ceil((MAX_COPIES + 1) / kept.length);
    const longer = found
      .slice(0, needed)
      .flatMap((before) => kept.map((value) => new Map([...before, [variable, value]])));
    found = longer.slice(0, MAX_COPIES + 1);
  }
  return found;
}

/** A value of a matrix job with `$[[ matrix.NAME ]]` filled in; names that the matrix does not have stay, with an error each. */
export function fillMatrix(
  value: unknown,
  variables: ReadonlyMap<string, string>,
): { readonly value: unknown; readonly errors: readonly string[] } {
  const errors: string[] = [];
  const filled = mapTexts(value, (text) =>
    text.replace(/\$\[\[\s*matrix\.([\w-]+)\s*\]\]/g, (whole, name: string) => {
      const found = variables.get(name);
      if (found === undefined) errors.push(`'${name}' does not exist in matrix configuration`);
      return found ?? whole;
    }),
  );
  return { value: filled, errors: [...new Set(errors)] };
}
