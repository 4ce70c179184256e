import { identityOf } from '../../plan/kubernetes/prepare.ts';
import type { ObjectIdentity, ObjectSource } from '../../plan/model.ts';
import {
  folderOf,
  kustomizationFileNames,
  kustomizationReferences,
  resolvePath,
} from '../../workspace/kustomization-file.ts';
import { kubernetesDialect } from '../../yaml/dialect.ts';
import type { YamlFile } from '../../yaml/file.ts';
import { toValue } from '../../yaml/value.ts';
import type { ReadYaml } from './read-yaml.ts';

/** Where a rendered object comes from. */
export interface Trace {
  readonly source?: ObjectSource;
  readonly patches: readonly ObjectSource[];
  readonly kustomizations: readonly string[];
}

interface Document {
  readonly id: ObjectIdentity;
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
  const found: Document[] = [];
  for (const { path, role } of kustomizationReferences(file)) {
    if (!['resource', 'component', 'patch'].includes(role)) continue;
    const target = resolvePath(folderOf(file.path), path);
    const inner = await read(target);
    found.push(
      ...(inner ? documentsOf(inner, role === 'patch', through) : await collect({ ...visit, folder: target, through })),
    );
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

function documentsOf(file: YamlFile, isPatch: boolean, through: readonly string[]): Document[] {
  return file.documents.flatMap(({ document: { root, anchors } }, document) => {
    const id = identityOf(toValue(root, { dialect: kubernetesDialect, anchors }).value);
    return id ? [{ id, place: { path: file.path, document }, isPatch, through }] : [];
  });
}

function traceObject(documents: readonly Document[], object: unknown): Trace {
  const id = identityOf(object);
  const alike = documents
    .filter(({ id: own }) => id && own.kind === id.kind && own.group === id.group && id.name.includes(own.name))
    .toSorted((a, b) => b.id.name.length - a.id.name.length);
  const exact = alike.filter((document) => document.id.name === alike[0]?.id.name);
  const source = exact.find(({ isPatch }) => !isPatch);
  const patches = exact
    .filter(({ isPatch }) => isPatch)
    // What an outer kustomization patches, it patches later.
    .toSorted((a, b) => a.through.length - b.through.length);
  return {
    ...(source ? { source: source.place } : {}),
    patches: patches.map(({ place }) => place),
    kustomizations: source?.through ?? [],
  };
}
