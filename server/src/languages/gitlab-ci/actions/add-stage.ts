import type { YamlFile } from '../../../yaml/file.ts';
import type { YamlSequence } from '../../../yaml/node.ts';
import { writeKey } from '../../../yaml/write-scalar.ts';
import type { CodeAction, TextEdit } from '../../language.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import { DEFAULT_STAGES } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { entryText, startWithComments, withBreaks } from './entry-text.ts';

/** Adds a stage at the end of `stages`, in the file that has it; where none has, makes the list with GitLab's stages. */
export function addStage(pipeline: Pipeline, snapshot: Snapshot, stage: string, code: string): CodeAction[] {
  const { list, file } = pipeline.stages;
  const edit = list && file ? inList(pipeline, file, stage) : newList(pipeline, snapshot, stage);
  if (edit === undefined) return [];
  return [{ title: `Add stage '${stage}'`, kind: 'quickfix', fixes: code, edits: [edit] }];
}

function inList({ stages }: Pipeline, file: YamlFile, stage: string): TextEdit | undefined {
  const node = stages.list?.entry.value;
  const range = node && file.rangeOf(node);
  if (node?.kind !== 'sequence' || range === undefined || node.tag !== undefined) return undefined;
  return node.flow ? inBrackets(file, node, stage) : inLines(file, node, stage);
}

function inBrackets(file: YamlFile, node: YamlSequence, stage: string): TextEdit | undefined {
  const range = file.rangeOf(node);
  const last = node.items.at(-1);
  const end = last && file.rangeOf(last)?.end;
  if (range === undefined || !file.text.slice(range.start, range.end).endsWith(']')) return undefined;
  const at = end ?? range.start + 1;
  const written = writeKey(stage);
  const text = /[,[\]{}]/.test(written) && !/^["']/.test(written) ? `'${stage.replaceAll("'", "''")}'` : written;
  return { path: file.path, range: { start: at, end: at }, newText: end === undefined ? text : `, ${text}` };
}

function inLines(file: YamlFile, node: YamlSequence, stage: string): TextEdit | undefined {
  const last = node.items.at(-1);
  const range = last && file.rangeOf(last);
  if (range === undefined) return undefined;
  const { line } = file.lines.positionAt(range.start);
  const [start, end] = [file.lines.lineStart(line), file.lines.lineEnd(line)];
  const indentation = /^\s*(?=-\s)/.exec(file.text.slice(start, end))?.[0];
  if (indentation === undefined) return undefined;
  const newText = withBreaks(file, `\n${indentation}- ${writeKey(stage)}`);
  return { path: file.path, range: { start: end, end }, newText };
}

/** Before the first entry of the file that starts the pipeline. */
function newList({ graph, file: own }: Pipeline, snapshot: Snapshot, stage: string): TextEdit | undefined {
  const state = snapshot.file(graph.entry);
  const file = state.state === 'loaded' && graph.paths.has(own.path) ? state.file : own;
  const root = file.documents.at(-1)?.document.root;
  const first = root?.kind === 'mapping' && !root.flow ? root.entries[0] : undefined;
  const place = first && entryText(file, first);
  if (place === undefined) return undefined;
  const at = startWithComments(file, place.start);
  const lines = [...DEFAULT_STAGES, stage].map((name) => `  - ${writeKey(name)}\n`);
  return { path: file.path, range: { start: at, end: at }, newText: withBreaks(file, `stages:\n${lines.join('')}\n`) };
}
