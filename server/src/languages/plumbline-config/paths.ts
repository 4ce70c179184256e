import {
  entriesOf,
  itemsOf,
  scalarText,
  valueOf,
  type YamlEntry,
  type YamlNode,
  type YamlScalar,
} from '../../yaml/node.ts';

/** The keys of an environment whose values are paths. */
const PATH_KEYS: readonly (readonly string[])[] = [
  ['source'],
  ['terraform', 'directory'],
  ['ansible', 'playbook'],
  ['ansible', 'inventory'],
  ['cloudformation', 'template'],
  ['puppet', 'manifest'],
];

/** The scalars of a configuration that hold paths from the repository's root. */
export function pathsIn(entries: readonly YamlEntry[]): YamlScalar[] {
  const section = (name: string): YamlNode | undefined =>
    entries.findLast(({ key }) => scalarText(key) === name)?.value;
  const environments = entriesOf(section('environments'));
  const inEnvironments = environments.flatMap(({ value }) =>
    PATH_KEYS.map((keys) => keys.reduce<YamlNode | undefined>((node, key) => valueOf(node, key), value)),
  );
  const inSchemas = itemsOf(section('schemas')).map((item) => valueOf(item, 'schema'));
  return [...inEnvironments, ...inSchemas].flatMap((node) =>
    node?.kind === 'scalar' && isLocal(node.text) ? [node] : [],
  );
}

function isLocal(path: string): boolean {
  return path !== '' && !path.includes('://');
}
