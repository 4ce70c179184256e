import { folderOf, resolvePath } from '../../base/path.ts';
import { compileExpression } from '../../base/regular-expression.ts';
import { ownText, ownValueAt } from '../../base/record.ts';
import { identityOf } from '../../plan/kubernetes/prepare.ts';
import type { ObjectIdentity, ObjectSource } from '../../plan/model.ts';
import { kustomizationFileNames, kustomizationReferences } from '../../workspace/kustomization-file.ts';
import { parseYamlFile, type YamlFile } from '../../yaml/file.ts';
import { itemsOf, scalarText, valueOf, type YamlNode } from '../../yaml/node.ts';
import { writtenObjects } from './object-documents.ts';
import type { ReadYaml } from './read-yaml.ts';

/** Where a rendered object comes from. */
interface Trace {
  readonly source?: ObjectSource;
  readonly patches: readonly ObjectSource[];
  readonly kustomizations: readonly string[];
  readonly nameBeforeHash?: string;
}

interface Document {
  /** Undefined for a patch that finds its objects by a target only. */
  readonly id: ObjectIdentity | undefined;
  /** What a patch says of its objects beside its own name. */
  readonly target?: YamlNode;
  readonly isGenerator?: boolean;
  readonly place: ObjectSource;
  readonly isPatch: boolean;
  /** The kustomization files above it, the outermost first. */
  readonly through: readonly string[];
}

const MAX_DEPTH = 30;

/**
 * Follows the files of an overlay and answers, for a rendered object, the documents of the same kind and name. Kustomize may
 * have put a prefix, a suffix or a hash around the name, so of several names the longest that is in it counts.
 */
export async function traceKustomization(folder: string, read: ReadYaml): Promise<(object: unknown) => Trace> {
  const documents = await collect({ folder, through: [], read, seen: new Set() });
  return (object) => traceObject(documents, object);
}

interface Visit {
  readonly folder: string;
  readonly through: readonly string[];
  readonly read: ReadYaml;
  readonly seen: Set<string>;
}

async function collect(visit: Visit): Promise<Document[]> {
  const { folder, read, seen } = visit;
  if (seen.has(folder) || visit.through.length > MAX_DEPTH) return [];
  seen.add(folder);
  const file = await findKustomization(folder, read);
  if (file === undefined) return [];
  const through = [...visit.through, file.path];
  const found: Document[] = [...generatorsIn(file, through), ...(await patchesIn(file, through, read))];
  for (const { path, role } of kustomizationReferences(file)) {
    if (!['resource', 'component'].includes(role)) continue;
    const target = resolvePath(folderOf(file.path), path);
    const inner = await read(target);
    found.push(...(inner ? documentsOf(inner, through) : await collect({ ...visit, folder: target, through })));
  }
  return found;
}

async function findKustomization(folder: string, read: ReadYaml): Promise<YamlFile | undefined> {
  for (const name of kustomizationFileNames) {
    const file = await read(`${folder}/${name}`);
    if (file) return file;
  }
  return undefined;
}

function documentsOf(file: YamlFile, through: readonly string[]): Document[] {
  return writtenObjects(file).map(({ id, place }) => ({ id, place, isPatch: false, through }));
}

const GENERATED = { configMapGenerator: 'ConfigMap', secretGenerator: 'Secret' } as const;

/** The entries that make ConfigMaps and Secrets. One that changes what an inner kustomization made is a patch. */
function generatorsIn(file: YamlFile, through: readonly string[]): Document[] {
  return Object.entries(GENERATED).flatMap(([field, kind]) =>
    itemsOf(valueOf(file.documents[0]?.document.root, field)).flatMap((item, index): Document[] => {
      const name = scalarText(valueOf(item, 'name'));
      const isPatch = ['merge', 'replace'].includes(scalarText(valueOf(item, 'behavior')) ?? '');
      const place = { path: file.path, document: 0, at: [field, index] };
      const id = { group: '', version: 'v1', kind, namespace: '', name: name ?? '' };
      return name === undefined ? [] : [{ id, isGenerator: true, place, isPatch, through }];
    }),
  );
}

const PATCH_FIELDS = ['patches', 'patchesStrategicMerge', 'patchesJson6902'] as const;

/** The patches of a kustomization file, in files or written in it, as strategic merges or as operations. */
async function patchesIn(file: YamlFile, through: readonly string[], read: ReadYaml): Promise<Document[]> {
  const found: Document[] = [];
  for (const field of PATCH_FIELDS) {
    for (const [index, item] of itemsOf(valueOf(file.documents[0]?.document.root, field)).entries()) {
      const target = valueOf(item, 'target');
      const path = scalarText(item) ?? scalarText(valueOf(item, 'path')) ?? '';
      const inline = scalarText(valueOf(item, 'patch')) ?? (path.includes('\n') ? path : undefined);
      const at = item.kind === 'scalar' ? [field, index] : [field, index, 'patch'];
      const patch =
        inline === undefined ? await read(resolvePath(folderOf(file.path), path)) : parseYamlFile(file.path, inline);
      const place = inline === undefined ? undefined : { path: file.path, document: 0, at };
      found.push(...patchDocuments(patch, place).map((own) => ({ ...own, ...(target && { target }), through })));
    }
  }
  return found;
}

/** `place` is where an inline patch stands; of several documents in one scalar only the first can be shown. */
function patchDocuments(
  file: YamlFile | undefined,
  place: ObjectSource | undefined,
): Pick<Document, 'id' | 'place' | 'isPatch'>[] {
  if (file === undefined) return [];
  const objects = writtenObjects(file).map(({ id, place: own }) => ({ id, place: place ?? own, isPatch: true }));
  if (objects.length > 0) return place === undefined ? objects : objects.slice(0, 1);
  const isOperations = file.documents[0]?.document.root?.kind === 'sequence';
  return isOperations ? [{ id: undefined, place: place ?? { path: file.path, document: 0 }, isPatch: true }] : [];
}

function traceObject(documents: readonly Document[], object: unknown): Trace {
  const id = identityOf(object);
  const alike = documents
    .filter(({ id: own }) => id && own && own.kind === id.kind && own.group === id.group && id.name.includes(own.name))
    .toSorted((a, b) => (b.id?.name.length ?? 0) - (a.id?.name.length ?? 0));
  const name = alike[0]?.id?.name;
  const exact = alike.filter((document) => document.id?.name === name);
  const source = exact.find(({ isPatch }) => !isPatch);
  const patches = documents
    .filter(({ isPatch, target }) => isPatch && target !== undefined)
    .filter(({ target }) => isTarget(target, object, name))
    .concat(exact.filter(({ isPatch, target }) => isPatch && target === undefined))
    // What an outer kustomization patches, it patches later.
    .toSorted((a, b) => a.through.length - b.through.length);
  const nameBeforeHash = source?.isGenerator === true ? /^(.+)-[a-z0-9]{10}$/.exec(id?.name ?? '')?.[1] : undefined;
  return {
    ...(source ? { source: source.place } : {}),
    patches: patches.map(({ place }) => place),
    kustomizations: source?.through ?? [],
    ...(nameBeforeHash !== undefined && { nameBeforeHash }),
  };
}

/** Whether a patch is for an object. `name` is the object's before prefixes and suffixes; names and kinds are expressions. */
function isTarget(target: YamlNode | undefined, object: unknown, name: string | undefined): boolean {
  const id = identityOf(object);
  const selected = (key: string): string | undefined => scalarText(valueOf(target, key));
  const fits = (key: string, ...values: readonly (string | undefined)[]): boolean => {
    const wanted = selected(key);
    return wanted === undefined || values.some((value) => value !== undefined && matchesWhole(wanted, value));
  };
  if (id === undefined || !fits('kind', id.kind) || !fits('group', id.group) || !fits('version', id.version)) {
    return false;
  }
  if (!fits('name', id.name, name) || !fits('namespace', id.namespace)) return false;
  return (
    isSelected(selected('labelSelector'), object, 'labels') &&
    isSelected(selected('annotationSelector'), object, 'annotations')
  );
}

/** Kustomize reads names and kinds of a target as expressions for the whole text. */
function matchesWhole(expression: string, value: string): boolean {
  const compiled = compileExpression(expression);
  return compiled.ok ? compiled.isWhole(value) : expression === value;
}

/** Of selectors only `key=value` is understood; with others an object is not said to be patched. */
function isSelected(selector: string | undefined, object: unknown, field: 'labels' | 'annotations'): boolean {
  if (selector === undefined) return true;
  return selector.split(',').every((part) => {
    const [, key = '', value = ''] = /^\s*([^=!\s]+)\s*==?\s*([^=\s]*)\s*$/.exec(part) ?? [];
    return key !== '' && ownText(ownValueAt(object, 'metadata', field), key) === value;
  });
}
