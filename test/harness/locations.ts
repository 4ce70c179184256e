import type { OffsetRange } from '../../server/src/base/range.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';
import { relative } from './fixture-file.ts';

/** `path:3: job: «build»` */
export function writeLocation(snapshot: Snapshot, path: string, range: OffsetRange): string {
  const state = snapshot.file(path);
  return `${relative(path)}:${state.state === 'loaded' ? markLine(state.file, range) : ` ${state.state}`}`;
}

/** `3: job: «build»`: the line in which a range starts, with the range marked; `…` where it goes on below. */
export function markLine(file: YamlFile, range: OffsetRange): string {
  const { line } = file.lines.positionAt(range.start);
  const [lineStart, lineEnd] = [file.lines.lineStart(line), file.lines.lineEnd(line)];
  const end = Math.min(range.end, lineEnd);
  const more = range.end > lineEnd ? '…' : '';
  const marked = `«${file.text.slice(range.start, end)}${more}»`;
  return `${line + 1}: ${file.text.slice(lineStart, range.start).trimStart()}${marked}${file.text.slice(end, lineEnd)}`;
}
