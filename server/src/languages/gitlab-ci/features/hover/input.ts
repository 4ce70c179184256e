import { code } from '../../../../base/markdown.ts';
import type { Snapshot } from '../../../../workspace/snapshot.ts';
import type { Cursor, Hover } from '../../../language.ts';
import { inputsOfFile } from '../../model/file-inputs.ts';
import { summarizeFile } from '../../model/file-summary.ts';
import { meaningAt } from '../../occurrences/meaning.ts';
import { placeAt } from '../../occurrences/places.ts';
import { describeInput, readInput } from '../completion/include-inputs.ts';
import { Links } from './markdown.ts';

/** What the input under the cursor may be and where it is declared; undefined where there is none or nothing declares it. */
export function hoverInput(snapshot: Snapshot, cursor: Cursor): Hover | undefined {
  const here = placeAt({ file: cursor.file, summary: summarizeFile(cursor.file) }, cursor.offset);
  if (here?.occurrence.kind !== 'input') return undefined;
  const meaning = meaningAt(snapshot, cursor);
  const declared = meaning?.places.find(({ occurrence }) => occurrence.isDeclaration);
  const inputs = declared && inputsOfFile(declared.part.summary);
  const entry = meaning && inputs?.declared.get(meaning.name);
  if (meaning === undefined || declared === undefined || inputs === undefined || entry === undefined) return undefined;
  const links = new Links(meaning.pipeline.graph.projectRoot);
  const place = links.to({ file: declared.part.file, node: entry.key });
  const parts = [
    `**${code(meaning.name)}** (input)`,
    ...(place === undefined ? [] : [`Declared in ${place}`]),
    describeInput(readInput(meaning.name, entry.value, inputs.anchors)),
  ];
  return { range: meaning.here.range, markdown: parts.join('\n\n'), links: links.places };
}
