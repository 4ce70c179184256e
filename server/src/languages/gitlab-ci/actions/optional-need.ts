import type { YamlFile } from '../../../yaml/file.ts';
import { nodeAt } from '../../../yaml/find.ts';
import { entryOf, type YamlMapping, type YamlNode } from '../../../yaml/node.ts';
import type { CodeAction, TextEdit } from '../../language.ts';
import { withBreaks } from './entry-text.ts';

/** Lets the pipeline do without the needed job whose name stands at an offset. */
export function makeNeedOptional(file: YamlFile, offset: number, code: string): CodeAction[] {
  const path = nodeAt(file, offset);
  const { node } = path ?? {};
  const holder = path?.parents.at(-1);
  if (node?.kind !== 'scalar' || holder === undefined || node.tag !== undefined || node.anchor !== undefined) return [];
  const edit = holder.kind === 'mapping' ? inMapping(file, holder, node) : asMapping(file, holder, node);
  if (edit === undefined) return [];
  return [{ title: `Make the need '${node.text}' optional`, kind: 'quickfix', fixes: code, edits: [edit] }];
}

/** `- build` becomes a mapping; `needs: build` is none of GitLab's forms. */
function asMapping(file: YamlFile, holder: YamlNode, node: YamlNode): TextEdit | undefined {
  const range = file.rangeOf(node);
  if (holder.kind !== 'sequence' || range === undefined || node.block.text.slice(node.start, node.end).includes('\n')) {
    return undefined;
  }
  const written = file.text.slice(range.start, range.end);
  const column = file.lines.positionAt(range.start).character;
  const newText = holder.flow
    ? `{job: ${written}, optional: true}`
    : `job: ${written}\n${' '.repeat(column)}optional: true`;
  return { path: file.path, range, newText: withBreaks(file, newText) };
}

function inMapping(file: YamlFile, holder: YamlMapping, node: YamlNode): TextEdit | undefined {
  const { path } = file;
  const present = entryOf(holder, 'optional');
  if (present === undefined) return behindJob(file, holder, node);
  const value = present.value && file.rangeOf(present.value);
  return value && { path, range: value, newText: 'true' };
}

function behindJob(file: YamlFile, holder: YamlMapping, node: YamlNode): TextEdit | undefined {
  const { path } = file;
  const job = entryOf(holder, 'job');
  const [key, value] = [job && file.rangeOf(job.key), file.rangeOf(node)];
  if (job?.value !== node || key === undefined || value === undefined) return undefined;
  if (holder.flow) return { path, range: { start: value.end, end: value.end }, newText: ', optional: true' };
  const { line, character } = file.lines.positionAt(key.start);
  const at = file.lines.lineEnd(line);
  return { path, range: { start: at, end: at }, newText: withBreaks(file, `\n${' '.repeat(character)}optional: true`) };
}
