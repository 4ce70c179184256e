import { orderedEntries, setOwn, type DataRecord } from '../../../base/record.ts';
import { writeLines } from '../../../yaml/write-lines.ts';
import type { Loaded } from '../configuration/loaded.ts';
import { withEdgeStages } from '../model/names.ts';
import type { SimulationInput } from '../simulate/input.ts';
import { validateLogic } from '../simulate/logic.ts';
import { mergeConfiguration, type MergedConfiguration } from '../simulate/merge-configuration.ts';
import { readRoot } from '../simulate/root.ts';
import type { Source, Step } from './source.ts';
import { createTrace, type Origin, type Trace } from './trace.ts';

/** A pipeline's configuration after include, `extends` and `!reference`: GitLab's `merged_yaml`. */
export interface MergedPipeline {
  /** Undefined when GitLab would refuse it before it is merged. */
  readonly value: DataRecord | undefined;
  /** What GitLab says about it, in its words and order; judged when somebody asks. */
  readonly judge: () => Judgement;
  /** Includes that lie elsewhere or depend on something unknown: their part is missing. */
  readonly unknown: readonly { readonly name: string; readonly because: string }[];
  /** The paths that were read, as in the input. */
  readonly files: readonly string[];
  /** Another event may give another pipeline, because an include has rules or variables. */
  readonly dependsOnEvent: boolean;
  /** The way back to the texts; undefined when there is no value. */
  readonly trace: Trace | undefined;
}

interface Judgement {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** A line of written YAML and what put it there. */
export interface MergedLine {
  readonly text: string;
  readonly path: readonly (string | number)[];
  /** Undefined for empty lines; further lines of a block scalar have that of their first. */
  readonly origin: Origin | undefined;
  /** The line begins an entry or item. */
  readonly begins: boolean;
}

/** Merges the pipeline of an entry file as GitLab does for one event; the event decides `include:rules` only. */
export function mergePipeline(input: SimulationInput): MergedPipeline {
  const merged = mergeConfiguration(input);
  const { loaded, value, dependsOnEvent } = merged;
  const known = { unknown: loaded.unknown, files: loaded.files, dependsOnEvent };
  if (value === undefined) {
    return { ...known, value, judge: () => ({ errors: [merged.error], warnings: [] }), trace: undefined };
  }
  let judgement: Judgement | undefined;
  const judge = (): Judgement => (judgement ??= judgeConfiguration(loaded, value));
  return { ...known, value: withStages(value), judge, trace: createTrace(loaded, loadedValue(merged)) };
}

function judgeConfiguration({ unknown, origins }: Loaded, value: DataRecord): Judgement {
  const isOpen = unknown.length > 0;
  const root = readRoot(value, origins, isOpen);
  return { errors: root.errors.length > 0 ? root.errors : validateLogic(root, isOpen), warnings: root.warnings };
}

function loadedValue({ loaded }: MergedConfiguration): DataRecord {
  return loaded.value ?? {};
}

/** GitLab puts the edge stages around those that are named (lib/gitlab/ci/config/edge_stages_injector.rb). */
function withStages(value: DataRecord): DataRecord {
  const { stages } = value;
  if (!Array.isArray(stages) || stages.length === 0) return value;
  const result: Record<string, unknown> = {};
  for (const [key, own] of orderedEntries(value)) setOwn(result, key, own);
  result['stages'] = isNames(stages) ? withEdgeStages(stages) : stages;
  return result;
}

function isNames(stages: readonly unknown[]): stages is readonly string[] {
  return stages.every((stage) => typeof stage === 'string');
}

/** Writes a merged pipeline, or some of its entries, with the origin of each line. */
export function linesOf(value: DataRecord, trace: Trace): { readonly lines: readonly MergedLine[]; isCut: boolean } {
  return tracedLines(
    value,
    createWalk(trace, (name) => trace.entry(name), value),
  );
}

type FindSource = (path: readonly (string | number)[]) => Source | undefined;

/** Writes a mapping and asks for the source of each line. */
export function tracedLines(
  value: DataRecord,
  find: (path: readonly (string | number)[]) => Origin | undefined,
): { readonly lines: readonly MergedLine[]; readonly isCut: boolean } {
  const { lines, isCut } = writeLines(value);
  let before: Origin | undefined;
  const traced = lines.map(({ text, path, begins }): MergedLine => {
    const origin = path.length === 0 ? undefined : begins ? find(path) : before;
    before = origin;
    return { text, path, origin, begins };
  });
  return { lines: traced, isCut };
}

const BY_GITLAB: Step = { kind: 'gitlab' };
const EDGE_STAGES = new Set<unknown>(['.pre', '.post']);

/** The origin of each path, for paths that come in the order of a text: what was found above is used again. */
export function createWalk(
  trace: Trace,
  top: (name: string) => Source | undefined,
  value: DataRecord,
): (path: readonly (string | number)[]) => Origin | undefined {
  const walked: { readonly key: string | number; readonly source: Source | undefined }[] = [];
  const find: FindSource = (path) => {
    let depth = 0;
    while (depth < walked.length && depth < path.length && walked[depth]?.key === path[depth]) depth++;
    walked.length = depth;
    for (const key of path.slice(depth)) {
      const above = walked.at(-1);
      const source = above === undefined ? top(String(key)) : above.source && trace.child(above.source, key);
      walked.push({ key, source });
    }
    return walked.at(-1)?.source;
  };
  return (path) => {
    const [name, index] = path;
    if (name === 'stages' && typeof index === 'number') return stageOrigin({ trace, find, value }, index);
    const source = find(path);
    return source && trace.originOf(source);
  };
}

interface StageSearch {
  readonly trace: Trace;
  readonly find: FindSource;
  readonly value: DataRecord;
}

/** A stage's place in the list that was written, which may hold the edge stages or a stage twice. */
function stageOrigin({ trace, find, value }: StageSearch, index: number): Origin {
  const stages = value['stages'];
  const stage: unknown = Array.isArray(stages) ? stages[index] : undefined;
  const list = find(['stages']);
  for (let at = 0; list !== undefined; at++) {
    const item = trace.child(list, at);
    if (item === undefined) break;
    if (item.kind === 'written' && item.value === stage) return trace.originOf(item);
  }
  return { place: undefined, written: undefined, steps: EDGE_STAGES.has(stage) ? [BY_GITLAB] : [] };
}
