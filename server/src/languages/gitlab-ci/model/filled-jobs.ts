import { jsonText } from '../../../base/json.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlDocument, YamlFile } from '../../../yaml/file.ts';
import { readConfigurationValue } from '../configuration/configuration-value.ts';
import { applyInputs } from '../inputs/apply.ts';
import { mapTexts } from '../inputs/interpolate.ts';
import { summarizeFile, type FileSummary } from './file-summary.ts';
import { fieldsOf, follow, type Anchors } from './follow.ts';
import type { IncludeGraph, Inclusion } from './include-graph.ts';
import type { JobSummary } from './job-summary.ts';
import { isHidden } from './names.ts';

/** The jobs of a file as a pipeline has them. */
interface FilledJobs {
  readonly jobs: readonly JobSummary[];
  /** Whether every name could be told. */
  readonly isComplete: boolean;
}

interface Setting {
  readonly graph: IncludeGraph;
  readonly snapshot: Snapshot;
}

/**
 * The jobs of an included file with its inputs filled into their names and stages: once for each time that it is
 * included. What the includes do not say stays as it is written.
 */
export function filledJobs(file: YamlFile, summary: FileSummary, setting: Setting): FilledJobs {
  const jobs = [...summary.jobs.values()];
  if (!jobs.some(isFilledIn)) return { jobs, isComplete: true };
  const fills = fillsOf(file, setting, 0);
  if (fills === undefined) return { jobs, isComplete: !jobs.some(({ name }) => isOpen(name)) };
  const filled = jobs.flatMap((job) => (isFilledIn(job) ? fills.map((fill) => fillIn(job, fill)) : [job]));
  return { jobs: filled, isComplete: !filled.some(({ name }) => isOpen(name)) };
}

type Fill = (text: string) => unknown;

function isOpen(text: string): boolean {
  return text.includes('$[[');
}

function isFilledIn({ name, stage, fields }: JobSummary): boolean {
  return isOpen(name) || (stage === 'unknown' && stageText(fields) !== undefined);
}

function stageText(fields: JobSummary['fields']): string | undefined {
  const node = fields.get('stage')?.value;
  return node?.kind === 'scalar' && isOpen(node.text) ? node.text : undefined;
}

function fillIn(job: JobSummary, fill: Fill): JobSummary {
  const name = textOf(fill(job.name)) ?? job.name;
  const written = stageText(job.fields);
  const stage = written === undefined ? undefined : textOf(fill(written));
  const at = job.fields.get('stage')?.value;
  return {
    ...job,
    name,
    hidden: isHidden(name),
    ...(stage !== undefined && at !== undefined && !isOpen(stage) && { stage: { name: stage, at } }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** Inputs that are handed on and on end here. */
const MAX_DEPTH = 5;

/** More inclusions of one file than this are not told apart. */
const MAX_FILLS = 50;

const known = new WeakMap<IncludeGraph, Map<string, readonly Fill[] | undefined>>();

/** How the texts of a file are filled in, for each time that it is included; undefined when that cannot be told. */
function fillsOf(file: YamlFile, setting: Setting, depth: number): readonly Fill[] | undefined {
  const ofGraph = known.get(setting.graph) ?? new Map<string, readonly Fill[] | undefined>();
  known.set(setting.graph, ofGraph);
  if (ofGraph.has(file.path)) return ofGraph.get(file.path);
  ofGraph.set(file.path, undefined);
  const fills = findFills(file, setting, depth);
  ofGraph.set(file.path, fills);
  return fills;
}

function findFills(file: YamlFile, setting: Setting, depth: number): readonly Fill[] | undefined {
  const { header } = summarizeFile(file);
  const inclusions = setting.graph.inclusions.get(file.path) ?? [];
  if (header === undefined || inclusions.length === 0 || inclusions.length > MAX_FILLS || depth > MAX_DEPTH) {
    return undefined;
  }
  const fills: Fill[] = [];
  for (const inclusion of inclusions) {
    const given = givenValues(inclusion, setting, depth);
    const { fill } = given === undefined ? {} : applyInputs({ header: headerValue(file, header), given: given.value });
    if (fill === undefined) return undefined;
    fills.push(fill);
  }
  return fills;
}

/** What an include gives, with the inputs of the file that holds it filled in; undefined when that cannot be told. */
function givenValues(
  { item, from }: Inclusion,
  setting: Setting,
  depth: number,
): { readonly value: unknown } | undefined {
  const state = setting.snapshot.file(from);
  if (state.state !== 'loaded') return undefined;
  const { file } = state;
  const { anchors } = summarizeFile(file);
  const node = follow(fieldsOf(item.node, anchors).get('inputs')?.value, anchors);
  const { value } = readConfigurationValue(node, { file, anchors, origins: new WeakMap() });
  if (node === undefined || !isOpen(jsonText(value))) return { value: node && value };
  const [fill, another] = fillsOf(file, setting, depth + 1) ?? [];
  return fill === undefined || another !== undefined ? undefined : { value: mapTexts(value, fill) };
}

const headers = new WeakMap<YamlDocument, unknown>();

function headerValue(file: YamlFile, header: YamlDocument): unknown {
  if (headers.has(header)) return headers.get(header);
  const anchors: Anchors = header.anchors;
  const { value } = readConfigurationValue(header.root, { file, anchors, origins: new WeakMap() });
  headers.set(header, value);
  return value;
}
