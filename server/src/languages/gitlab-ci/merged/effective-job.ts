import { type DataRecord, isRecord, orderedKeys, ownValue, ownValueAt, withoutKey } from '../../../base/record.ts';
import { DEFAULT_STAGE, isHidden } from '../model/names.ts';
import { inheritedKeywords } from '../simulate/root.ts';
import { createWalk, tracedLines, type MergedLine, type MergedPipeline } from './merge-pipeline.ts';
import { through, type Source, type Step } from './source.ts';
import type { Trace } from './trace.ts';

/** A job as GitLab runs it: merged, with what `default` gives it, and the origin of each line. */
export interface EffectiveJobText {
  readonly lines: readonly MergedLine[];
  /** Variables of the pipeline that the job gets beside its own. */
  readonly variables: readonly string[];
}

/** Writes a job or hidden job; undefined when there is none of that name. Hidden jobs take nothing from `default`. */
export function effectiveJob({ value, trace }: MergedPipeline, name: string): EffectiveJobText | undefined {
  const own = ownValue(value, name);
  if (value === undefined || trace === undefined || !isRecord(own)) return undefined;
  const inherited = isHidden(name) ? new Map<string, readonly string[]>() : inheritedKeywords(own, value);
  const defaults = [...inherited].map(([keyword, way]) => [keyword, ownValueAt(value, ...way)] as const);
  const job: Record<string, unknown> = { ...keywordsOf(name, own), ...Object.fromEntries(defaults) };
  const flat = new Map(FLATTENED.map((keyword) => [keyword, flattenedItems(job[keyword])]));
  for (const [keyword, items] of flat) if (items.length > 0) job[keyword] = items.map(({ item }) => item);
  const sources = new Map([...inherited].map(([keyword, way]) => [keyword, inheritedSource(trace, way)]));
  const walk = createWalk(trace, (top) => trace.entry(top), value);
  const lines = tracedLines({ [name]: job }, ([, keyword, index, ...rest]) => {
    if (keyword === undefined) return walk([name]);
    const item = typeof index === 'number' ? flat.get(String(keyword))?.[index] : undefined;
    const below = index === undefined ? [] : [...(item?.path ?? [index]), ...rest];
    const source = sources.get(String(keyword));
    if (source !== undefined) return originBelow(trace, source, below);
    return keyword === 'stage' && !Object.hasOwn(own, keyword) ? BY_GITLAB : walk([name, keyword, ...below]);
  });
  return { ...lines, variables: isHidden(name) ? [] : inheritedVariables(own, value) };
}

/** What it extends is in it already; the origins tell. Without a stage it gets GitLab's. */
function keywordsOf(name: string, own: DataRecord): DataRecord {
  const keywords = withoutKey(own, 'extends');
  return isHidden(name) || Object.hasOwn(own, 'stage') ? keywords : { stage: DEFAULT_STAGE, ...keywords };
}

/** Lists that GitLab opens up, so that items of a `!reference` stand beside the others. */
const FLATTENED: readonly string[] = ['script', 'before_script', 'after_script', 'rules'];

interface FlatItem {
  readonly item: unknown;
  /** Its way in the nested lists. */
  readonly path: readonly number[];
}

/** The items of nested lists with the way to each; GitLab opens lists up to ten deep. Anything else has none. */
export function flattenedItems(value: unknown, path: readonly number[] = []): FlatItem[] {
  if (!Array.isArray(value)) return path.length === 0 ? [] : [{ item: value, path }];
  if (path.length > 10) return [{ item: value, path }];
  return value.flatMap((item: unknown, index) => flattenedItems(item, [...path, index]));
}

const BY_GITLAB = { place: undefined, written: undefined, steps: [{ kind: 'gitlab' } as const] };
const DEFAULT: Step = { kind: 'default' };

function inheritedSource(trace: Trace, way: readonly string[]): Source | undefined {
  const [top = '', ...rest] = way;
  let source = trace.entry(top);
  for (const key of rest) source = source && trace.child(source, key);
  return source && through(source, [DEFAULT]);
}

function originBelow(trace: Trace, source: Source, path: readonly (string | number)[]): MergedLine['origin'] {
  let current: Source | undefined = source;
  for (const key of path) current = current && trace.child(current, key);
  return current && trace.originOf(current);
}

function inheritedVariables(own: DataRecord, value: DataRecord): string[] {
  const taken = ownValueAt(own, 'inherit', 'variables');
  const all = isRecord(value['variables']) ? orderedKeys(value['variables']) : [];
  if (taken === false) return [];
  const names = Array.isArray(taken) ? all.filter((name) => taken.includes(name)) : all;
  const mine = ownValue(own, 'variables');
  return names.filter((name) => !isRecord(mine) || !Object.hasOwn(mine, name));
}
