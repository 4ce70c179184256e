/** A value that can identify an element of a list: of a set, or of a key of a list of mappings. */
export type KeyValue = string | number | boolean;

/** One step into an object: a field, an element found by its keys, an element by its zero-based index, a member of a set. */
export type PathSegment =
  | { readonly field: string }
  | { readonly keys: Readonly<Record<string, KeyValue>> }
  | { readonly index: number }
  | { readonly member: KeyValue };

/**
 * A place in an object. `text` is the only form that is shown or stored: `spec.containers[name=app].image`,
 * `metadata.labels["app.kubernetes.io/name"]`, `metadata.finalizers[=example.com/a]`; empty for the whole object.
 */
export interface Path {
  readonly segments: readonly PathSegment[];
  readonly text: string;
}

export const rootPath: Path = { segments: [], text: '' };

/** The path one step further. */
export function append(path: Path, segment: PathSegment): Path {
  return { segments: [...path.segments, segment], text: path.text + segmentText(segment, path.text === '') };
}

/** The path of these steps. */
export function pathOf(segments: readonly PathSegment[]): Path {
  return { segments, text: pathText({ segments }) };
}

/** Prints a path in the grammar of `Path.text`. */
function pathText(path: Pick<Path, 'segments'>): string {
  return path.segments.map((segment, index) => segmentText(segment, index === 0)).join('');
}

function segmentText(segment: PathSegment, isFirst: boolean): string {
  if ('index' in segment) return `[${segment.index}]`;
  if ('member' in segment) return `[=${keyText(segment.member)}]`;
  if ('keys' in segment) {
    const pairs = Object.entries(segment.keys).map(([key, value]) => `${keyText(key)}=${keyText(value)}`);
    return `[${pairs.join(',')}]`;
  }
  const { field } = segment;
  if (!/^[^\s.[\]"/]+$/.test(field)) return `[${JSON.stringify(field)}]`;
  return isFirst ? field : `.${field}`;
}

/** Quoted only where the text would otherwise read differently. */
function keyText(value: KeyValue): string {
  const text = String(value);
  return text === '' || /[[\],="\s]/.test(text) ? JSON.stringify(text) : text;
}
