import type { YamlFile } from '../../../yaml/file.ts';
import { scalarText, type YamlNode, type YamlSequence } from '../../../yaml/node.ts';
import { writeKey } from '../../../yaml/write-scalar.ts';
import type { CodeAction, TextEdit } from '../../language.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import { DEFAULT_STAGES } from '../model/names.ts';
import { entryPaths } from '../model/include-graph.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { asTopLevel, entryText, startWithComments, withBreaks } from './entry-text.ts';

/**
 * Adds a stage to `stages`, in the file that has it: before the stages of jobs that wait for the new one's, else at the
 * end. Where no file has the list, makes it with GitLab's stages.
 */
export function addStage(pipeline: Pipeline, snapshot: Snapshot, stage: string, code: string): CodeAction[] {
  const { list, file } = pipeline.stages;
  const edit = list && file ? inList(pipeline, file, stage) : newList(pipeline, snapshot, stage);
  if (edit === undefined) return [];
  return [{ title: `Add stage '${stage}'`, kind: 'quickfix', fixes: code, edits: [edit] }];
}

function inList(pipeline: Pipeline, file: YamlFile, stage: string): TextEdit | undefined {
  const node = pipeline.stages.list?.entry.value;
  const range = node && file.rangeOf(node);
  if (node?.kind !== 'sequence' || range === undefined || node.tag !== undefined) return undefined;
  const waiting = waitingStages(pipeline, stage);
  const next = node.items.find((item) => waiting.has(scalarText(item) ?? ''));
  return node.flow ? inBrackets(file, node, { stage, next }) : inLines(file, node, { stage, next });
}

/** The stages of jobs that need a job of this stage, or take its artifacts. */
function waitingStages({ definitions, effective }: Pipeline, stage: string): ReadonlySet<string> {
  const stageOf = (name: string): string | undefined => {
    const found = effective(name)?.stage;
    return found === undefined || found === 'unknown' ? undefined : found.name;
  };
  const isWaiting = (name: string): boolean => {
    const job = effective(name);
    const needed = [...(job?.needs?.needs ?? []), ...(job?.dependencies?.names ?? [])];
    return needed.some((need) => stageOf(need.name) === stage);
  };
  return new Set([...definitions.keys()].filter(isWaiting).map((name) => stageOf(name) ?? ''));
}

interface NewStage {
  readonly stage: string;
  /** The item that it has to stand before. */
  readonly next: YamlNode | undefined;
}

function inBrackets(file: YamlFile, node: YamlSequence, { stage, next }: NewStage): TextEdit | undefined {
  const range = file.rangeOf(node);
  const last = node.items.at(-1);
  const end = last && file.rangeOf(last)?.end;
  if (range === undefined || !file.text.slice(range.start, range.end).endsWith(']')) return undefined;
  const at = end ?? range.start + 1;
  const written = writeKey(stage);
  const text = /[,[\]{}]/.test(written) && !/^["']/.test(written) ? `'${stage.replaceAll("'", "''")}'` : written;
  const before = next && file.rangeOf(next)?.start;
  if (before !== undefined) return { path: file.path, range: { start: before, end: before }, newText: `${text}, ` };
  return { path: file.path, range: { start: at, end: at }, newText: end === undefined ? text : `, ${text}` };
}

function inLines(file: YamlFile, node: YamlSequence, { stage, next }: NewStage): TextEdit | undefined {
  const neighbour = next ?? node.items.at(-1);
  const range = neighbour && file.rangeOf(neighbour);
  if (range === undefined) return undefined;
  const { line } = file.lines.positionAt(range.start);
  const [start, end] = [file.lines.lineStart(line), file.lines.lineEnd(line)];
  const indentation = /^\s*(?=-\s)/.exec(file.text.slice(start, end))?.[0];
  if (indentation === undefined) return undefined;
  const item = `${indentation}- ${writeKey(stage)}`;
  const at = next === undefined ? end : start;
  const newText = withBreaks(file, next === undefined ? `\n${item}` : `${item}\n`);
  return { path: file.path, range: { start: at, end: at }, newText };
}

/** Before the first entry of the file that starts the pipeline. */
function newList({ graph, file: own }: Pipeline, snapshot: Snapshot, stage: string): TextEdit | undefined {
  const [entry = graph.entry] = entryPaths(graph.entry);
  const state = snapshot.file(entry);
  const file = state.state === 'loaded' && graph.paths.has(own.path) ? state.file : own;
  const root = file.documents.at(-1)?.document.root;
  const first = root?.kind === 'mapping' && !root.flow ? root.entries[0] : undefined;
  const place = first && entryText(file, first);
  if (place === undefined) return undefined;
  const at = startWithComments(file, place.start);
  const lines = [...DEFAULT_STAGES, stage].map((name) => `  - ${writeKey(name)}\n`);
  const text = asTopLevel(`stages:\n${lines.join('')}\n`, place);
  return { path: file.path, range: { start: at, end: at }, newText: withBreaks(file, text) };
}
