import type { OffsetRange } from '../../base/range.ts';
import { parseYamlFile, type YamlDocument, type YamlFile } from '../../yaml/file.ts';
import { nodeAtPath } from '../../yaml/find.ts';
import type { Span, YamlNode, YamlScalar } from '../../yaml/node.ts';
import type { ObjectSource } from '../model.ts';

/** A text that decides fields of an object, opened: a document, a part of one, or YAML inside a scalar of one. */
export interface Place {
  /** Absolute path of the file. */
  readonly path: string;
  readonly document: YamlDocument;
  /** The object itself, the list of operations of a JSON patch, or the entry of a generator. */
  readonly root: YamlNode | undefined;
  readonly isGenerator: boolean;
  /** The range in the file. */
  readonly rangeOf: (span: Span) => OffsetRange | undefined;
}

const GENERATORS: ReadonlySet<unknown> = new Set(['configMapGenerator', 'secretGenerator']);

/** Opens a source in the present text of its file; undefined when it is not there any more. */
export function openPlace(source: ObjectSource, fileAt: (path: string) => YamlFile | undefined): Place | undefined {
  const file = fileAt(source.path);
  const document = file?.documents[source.document]?.document;
  if (file === undefined || document === undefined) return undefined;
  const { at = [] } = source;
  const root = nodeAtPath(document.root, at);
  if (root === undefined && at.length > 0) return undefined;
  const inner = root?.kind === 'scalar' && at.length > 0 ? openScalar(file, root) : undefined;
  if (inner !== undefined) return inner;
  return { path: file.path, document, root, isGenerator: GENERATORS.has(at[0]), rangeOf: (span) => file.rangeOf(span) };
}

const innerFiles = new WeakMap<YamlScalar, YamlFile>();

/** YAML that is written in a scalar, such as an inline patch. */
function openScalar(file: YamlFile, scalar: YamlScalar): Place | undefined {
  const range = file.rangeOf(scalar);
  const source = range && sourceOf(file.text.slice(range.start, range.end), scalar);
  if (range === undefined || source === undefined) return undefined;
  const inner = innerFiles.get(scalar) ?? parseYamlFile(file.path, source.text);
  innerFiles.set(scalar, inner);
  const document = inner.documents[0]?.document;
  const toOuter = (offset: number): number => range.start + source.start + source.offsetOf(offset);
  return (
    document && {
      path: file.path,
      document,
      root: document.root,
      isGenerator: false,
      rangeOf: (span) => {
        const own = inner.rangeOf(span);
        return own && { start: toOuter(own.start), end: toOuter(own.end) };
      },
    }
  );
}

interface InnerText {
  readonly text: string;
  /** Where it starts in the scalar's source. */
  readonly start: number;
  /** From an offset in `text` to one in the scalar's source, counted from `start`. */
  readonly offsetOf: (offset: number) => number;
}

/** The text of a scalar with the way back to its source; undefined where escapes or folding leave none. */
function sourceOf(written: string, { style, text }: YamlScalar): InnerText | undefined {
  if (style === 'literal' || style === 'folded') return withoutIndent(written);
  const start = written.indexOf(text);
  return start === -1 ? undefined : { text, start, offsetOf: (offset) => offset };
}

function withoutIndent(written: string): InnerText | undefined {
  const start = written.indexOf('\n') + 1;
  const lines = written.slice(start).split('\n');
  const indent = /^ */.exec(lines.find((line) => line.trim() !== '') ?? '')?.[0].length ?? 0;
  if (start === 0 || indent === 0) return undefined;
  const stripped = lines.map((line) => line.slice(indent));
  const text = stripped.join('\n');
  const offsetOf = (offset: number): number => {
    const before = text.slice(0, offset).split('\n').length;
    // Each line up to the one of the offset lost its indentation; a blank line may have had less of it.
    const lost = lines.slice(0, before).reduce((sum, line) => sum + Math.min(indent, line.length), 0);
    return offset + lost;
  };
  return { text, start, offsetOf };
}
