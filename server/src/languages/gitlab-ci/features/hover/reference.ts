import { code, codeBlock } from '../../../../base/markdown.ts';
import type { YamlFile } from '../../../../yaml/file.ts';
import type { YamlEntry } from '../../../../yaml/node.ts';
import type { Hover } from '../../../language.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { referencedEntry } from '../../model/referenced-entry.ts';
import { Links } from './markdown.ts';

/** More lines make a hover that nobody reads. */
const MAX_LINES = 30;

/** What a step of a `!reference` puts in, as it is written; undefined where it leads to nothing that is known. */
export function hoverReference(pipeline: Pipeline, keys: readonly string[]): Omit<Hover, 'range'> | undefined {
  const found = referencedEntry(pipeline, keys);
  const lines = found && linesOf(found.file, found.entry);
  if (found === undefined || lines === undefined) return undefined;
  const links = new Links(pipeline.graph.projectRoot);
  const place = links.to({ file: found.file, node: found.entry.key });
  const rest = lines.length - MAX_LINES;
  const shown = rest > 0 ? [...lines.slice(0, MAX_LINES), `# … ${rest} more lines`] : lines;
  const parts = [
    `**${code(keys.at(-1) ?? '')}** of ${code(keys.slice(0, -1).join(', '))}`,
    ...(place === undefined ? [] : [`From ${place}`]),
    codeBlock('yaml', shown),
  ];
  return { markdown: parts.join('\n\n'), links: links.places };
}

/** The lines of an entry, moved to the left. */
function linesOf(file: YamlFile, { key, value }: YamlEntry): string[] | undefined {
  const start = file.rangeOf(key);
  const end = value === undefined ? start : file.rangeOf(value);
  if (start === undefined || end === undefined || end.end < start.start) return undefined;
  const indent = file.lines.positionAt(start.start).character;
  const lines = file.text.slice(start.start, end.end).trimEnd().split(/\r?\n/);
  return lines.map((line, index) =>
    index === 0 ? line : line.replace(new RegExp(`^ {1,${Math.max(1, indent)}}`), ''),
  );
}
