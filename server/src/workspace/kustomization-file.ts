import {} from '../base/path.ts';
import type { YamlFile } from '../yaml/file.ts';
import { entriesOf, itemsOf, scalarText, valueOf, type YamlNode, type YamlScalar } from '../yaml/node.ts';
import type { Snapshot } from './snapshot.ts';

/** The names under which Kustomize looks for its file in a folder, in its order. */
export const kustomizationFileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/**
 * What a reference is for: whole objects, changes to objects, content of a generated object, or configuration of Kustomize
 * itself.
 */
type ReferenceRole = 'resource' | 'component' | 'patch' | 'source' | 'configuration';

/** A path that a kustomization file names. */
export interface KustomizationReference {
  /** The scalar that holds the path. */
  readonly node: YamlScalar;
  /** Offsets of the path in the block, inside the scalar: a generator's source may be `key=path`. */
  readonly start: number;
  /** As written. */
  readonly path: string;
  /** The top-level field that it stands in. */
  readonly field: string;
  readonly role: ReferenceRole;
}

const ROLES: Readonly<Record<string, ReferenceRole>> = {
  resources: 'resource',
  bases: 'resource',
  components: 'component',
  crds: 'configuration',
  configurations: 'configuration',
  generators: 'configuration',
  transformers: 'configuration',
  validators: 'configuration',
  patches: 'patch',
  patchesStrategicMerge: 'patch',
  patchesJson6902: 'patch',
  replacements: 'configuration',
  configMapGenerator: 'source',
  secretGenerator: 'source',
  openapi: 'configuration',
  helmCharts: 'source',
};

/** Which keys of the entries of a list hold paths. */
const PATH_KEYS: Readonly<Record<string, readonly string[]>> = {
  patches: ['path'],
  patchesJson6902: ['path'],
  replacements: ['path'],
  configMapGenerator: ['files', 'envs', 'env'],
  secretGenerator: ['files', 'envs', 'env'],
  helmCharts: ['valuesFile', 'additionalValuesFiles'],
};

const known = new WeakMap<YamlFile, readonly KustomizationReference[]>();

/** The paths in a kustomization file; URLs, Git references and inline YAML are left out. */
export function kustomizationReferences(file: YamlFile): readonly KustomizationReference[] {
  const before = known.get(file);
  if (before !== undefined) return before;
  const references = file.documents.flatMap(({ document }) =>
    entriesOf(document.root).flatMap(({ key, value }) => referencesIn(scalarText(key) ?? '', value)),
  );
  known.set(file, references);
  return references;
}

function referencesIn(field: string, value: YamlNode | undefined): KustomizationReference[] {
  const role = Object.hasOwn(ROLES, field) ? ROLES[field] : undefined;
  if (role === undefined) return [];
  if (field === 'openapi') return scalars(valueOf(value, 'path')).flatMap((node) => reference(node, field, role));
  const keys = PATH_KEYS[field];
  const nodes = itemsOf(value).flatMap((item) =>
    keys === undefined ? scalars(item) : keys.flatMap((key) => scalarsOf(key, valueOf(item, key))),
  );
  return nodes.flatMap((node) => reference(node, field, role));
}

/** A list is only read where one is allowed; elsewhere it is a wrong type and no path. */
function scalarsOf(key: string, node: YamlNode | undefined): YamlScalar[] {
  return node?.kind === 'sequence' && !key.endsWith('s') ? [] : scalars(node);
}

function scalars(node: YamlNode | undefined): YamlScalar[] {
  if (node?.kind === 'sequence') return itemsOf(node).flatMap((item) => scalars(item));
  return node?.kind === 'scalar' ? [node] : [];
}

function reference(node: YamlScalar, field: string, role: ReferenceRole): KustomizationReference[] {
  // A literal path has no line breaks and no `key: value`; what has them is an inline patch or transformer.
  if (node.text === '' || /\n|: /.test(node.text) || node.style === 'literal' || node.style === 'folded') return [];
  const isKeyed = role === 'source' && field !== 'helmCharts';
  const equals = isKeyed ? node.text.indexOf('=') : -1;
  const path = node.text.slice(equals + 1);
  const quote = node.style === 'plain' ? 0 : 1;
  if (path === '' || isPerhapsRemote(path) || path.includes('${') || path.includes('{{')) return [];
  return [{ node, start: node.start + quote + equals + 1, path, field, role }];
}

/**
 * What Kustomize takes for a URL or a Git repository by its form alone:
 * https://github.com/kubernetes-sigs/kustomize/blob/master/examples/remoteBuild.md
 */
export function isRemoteReference(path: string): boolean {
  return (
    /:\/\/|^git::|^gh:|^[\w.+-]+@[\w.-]+[:/]|[?&]ref=|\.git(?:\/|$|\?)|_git\//.test(path) ||
    /^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)[/:]/i.test(path)
  );
}

/** A host has a dot in its first segment, which a folder beside a kustomization file almost never has. */
function isPerhapsRemote(path: string): boolean {
  if (isRemoteReference(path)) return true;
  return !path.startsWith('.') && /^[\w-]+(?:\.[\w-]+)+[/:].+/.test(path) && !/^[^/:]*\.(?:ya?ml|json)\b/.test(path);
}

/** What is in a folder: its kustomization file, none, or not known yet. */
type KustomizationState =
  { readonly state: 'loaded'; readonly file: YamlFile } | { readonly state: 'none' } | { readonly state: 'unknown' };

/** The kustomization file of a folder. Asking makes the host read it for the next snapshot. */
export function kustomizationFileIn(snapshot: Snapshot, folder: string): KustomizationState {
  let isKnown = true;
  for (const name of kustomizationFileNames) {
    const path = `${folder}/${name}`;
    if (snapshot.exists(path) === false) continue;
    const state = snapshot.file(path);
    if (state.state === 'loaded') return { state: 'loaded', file: state.file };
    if (state.state !== 'missing') isKnown = false;
  }
  return isKnown ? { state: 'none' } : { state: 'unknown' };
}
