import { includePath, type TreeAddress } from '../../../workspace/include-address.ts';
import type { IncludeFault } from '../../../workspace/ports/includes.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';

/** The files of another project at a revision, of which patterns choose some. */
type ProjectTree =
  | { readonly state: 'known'; readonly paths: readonly string[] }
  | { readonly state: 'unknown'; readonly because: string; readonly fault?: IncludeFault };

type Place = Pick<TreeAddress, 'instance' | 'project' | 'ref'>;

/** Lists the folder that holds everything that the patterns can fit. What is not listed yet becomes wanted. */
export function projectTree({ file }: Pick<Snapshot, 'file'>, place: Place, patterns: readonly string[]): ProjectTree {
  const path = includePath({ kind: 'tree', ...place, ...folderOf(patterns) });
  const state = file(path);
  if (state.state === 'loaded') return { state: 'known', paths: linesOf(state.file) };
  const fault = state.state === 'unreadable' ? state.fault : undefined;
  const because = fault?.message ?? `the files of '${place.project}' are not listed yet`;
  return { state: 'unknown', because, ...(fault && { fault }) };
}

const lists = new WeakMap<YamlFile, readonly string[]>();

function linesOf(file: YamlFile): readonly string[] {
  const before = lists.get(file);
  if (before !== undefined) return before;
  const lines = file.text === '' ? [] : file.text.split('\n');
  lists.set(file, lines);
  return lines;
}

/** The deepest folder above all patterns, and whether they reach into folders below it. */
function folderOf(patterns: readonly string[]): Pick<TreeAddress, 'folder' | 'isDeep'> {
  const fixed = patterns.map((pattern) => (/^[^*?[{\\]*/.exec(pattern)?.[0] ?? '').split('/').slice(0, -1));
  const [first = [], ...others] = fixed;
  let depth = first.length;
  for (const other of others) {
    while (depth > 0 && first.slice(0, depth).join('/') !== other.slice(0, depth).join('/')) depth--;
  }
  const folder = first.slice(0, depth).join('/');
  const prefix = folder === '' ? '' : `${folder}/`;
  return { folder, isDeep: patterns.some((pattern) => /\/|\*\*/.test(pattern.slice(prefix.length))) };
}
