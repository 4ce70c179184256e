import { checkNode, type CheckOptions } from '../../schema/check.ts';
import type { Issue } from '../../schema/issue.ts';
import { anyShape, type ObjectShape } from '../../schema/shape.ts';
import { kubernetesDialect } from '../../yaml/dialect.ts';
import { isBroken, type YamlDocument, type YamlFile } from '../../yaml/file.ts';
import {
  entryOf,
  itemsOf,
  scalarText,
  valueOf,
  type YamlBlock,
  type YamlEntry,
  type YamlMapping,
} from '../../yaml/node.ts';
import { isMergeKey } from '../../yaml/value.ts';
import { isNamed, shapeOfKind } from './kinds.ts';

/** One object of a file: a document, or an item of a `kind: List`. */
export interface Manifest {
  readonly document: YamlDocument;
  readonly root: YamlMapping;
  /** Empty where it is not a string. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string | undefined;
  /** undefined for kinds that are not Kubernetes' own. */
  readonly shape: ObjectShape | undefined;
  readonly issues: readonly Issue[];
  /** Whether it says itself that it is no whole object but a patch of one. */
  readonly isPatch: boolean;
}

export interface ManifestFile {
  readonly file: YamlFile;
  readonly manifests: readonly Manifest[];
}

const byDocument = new WeakMap<YamlDocument, readonly Manifest[]>();
const issuesOfBlock = new WeakMap<YamlBlock, { readonly shape: ObjectShape; readonly issues: readonly Issue[] }>();

/** The objects of a file with their issues. Documents and top-level entries that did not change are not judged again. */
export function readManifests(file: YamlFile): ManifestFile {
  return { file, manifests: file.documents.flatMap(({ document }) => manifestsOf(document)) };
}

/** Reads and keeps the objects of a file, a few at a time. */
export function* readInParts(file: YamlFile): Generator<number> {
  let count = 0;
  for (const { document } of file.documents) {
    if (byDocument.has(document)) continue;
    const manifests: Manifest[] = [];
    if (++count % OBJECTS_IN_A_PART === 0) yield count;
    for (const manifest of objectsIn(document)) {
      manifests.push(manifest);
      if (++count % OBJECTS_IN_A_PART === 0) yield count;
    }
    byDocument.set(document, manifests);
  }
}

const OBJECTS_IN_A_PART = 40;

function manifestsOf(document: YamlDocument): readonly Manifest[] {
  const known = byDocument.get(document);
  if (known !== undefined) return known;
  const manifests = [...objectsIn(document)];
  byDocument.set(document, manifests);
  return manifests;
}

function* objectsIn(document: YamlDocument): Generator<Manifest> {
  const { root } = document;
  if (root?.kind === 'mapping') yield* readObject(document, root, isPatchText(document));
}

function* readObject(document: YamlDocument, root: YamlMapping, isPatch: boolean): Generator<Manifest> {
  const kind = scalarText(valueOf(root, 'kind')) ?? '';
  const apiVersion = scalarText(valueOf(root, 'apiVersion')) ?? '';
  if (apiVersion === 'v1' && kind === 'List') {
    const items = itemsOf(valueOf(root, 'items')).filter((item) => item.kind === 'mapping');
    for (const item of items) yield* readObject(document, item, isPatch);
    return;
  }
  if (kind === '' && apiVersion === '') return;
  const shape = shapeOfKind(apiVersion, kind);
  const name = scalarText(valueOf(valueOf(root, 'metadata'), 'name'));
  const issues = isHalfSeparated(document, root) ? [] : issuesOf({ document, root, kind, apiVersion, shape });
  yield { document, root, apiVersion, kind, name, shape, isPatch, issues };
}

/** Two objects in one document with a broken text: the `---` between them is just being typed, or taken away. */
function isHalfSeparated(document: YamlDocument, { entries }: YamlMapping): boolean {
  return isBroken(document) && entries.filter(({ key }) => scalarText(key) === 'kind').length > 1;
}

/** Directives of a strategic merge patch: https://github.com/kubernetes/design-proposals-archive/blob/main/cli/preserve-order-in-strategic-merge-patch.md */
function isPatchText(document: YamlDocument): boolean {
  return document.blocks.some(({ text }) =>
    /\$(?:patch|retainKeys|setElementOrder|deleteFromPrimitiveList)\b/.test(text),
  );
}

type Unjudged = Pick<Manifest, 'document' | 'root' | 'kind' | 'apiVersion' | 'shape'>;

/**
 * The root is judged by the names of its fields only; then each top-level entry alone, so that a keystroke judges one
 * entry again.
 */
function issuesOf(object: Unjudged): Issue[] {
  const { root, kind, apiVersion, shape } = object;
  const options = checkOptions(object);
  const owner = entryOf(root, 'kind')?.value ?? root.entries[0]?.key ?? root;
  const target = { node: root, path: [], title: kind, owner };
  if (shape === undefined) return [...missingIdentity(object), ...checkNode({ ...target, shape: anyShape }, options)];
  const named = isNamed(apiVersion, kind);
  const outer = checkNode({ ...target, shape: named ? withMetadata(shape) : shape }, { ...options, isShallow: true });
  const inner = root.entries.flatMap((entry) => entryIssues(entry, object, shape, options));
  return [...outer, ...(named ? missingName(root) : []), ...inner];
}

/** The API server stores an object by its name, so `metadata` is required although the schema does not say so. */
function withMetadata(shape: ObjectShape): ObjectShape {
  const fields = new Map(shape.fields);
  const metadata = fields.get('metadata');
  if (metadata !== undefined) fields.set('metadata', { ...metadata, required: true });
  return { ...shape, fields };
}

/** Without `apiVersion` or `kind` nothing can be done with an object. */
function missingIdentity({ root, kind, apiVersion }: Unjudged): Issue[] {
  const field = kind === '' ? 'kind' : apiVersion === '' ? 'apiVersion' : undefined;
  const at = field && (entryOf(root, field)?.key ?? root.entries[0]?.key);
  if (field === undefined || at === undefined || valueOf(root, 'metadata') === undefined) return [];
  return [{ kind: 'missing-field', at, message: `The object lacks the required field '${field}'` }];
}

function missingName(root: YamlMapping): Issue[] {
  const entry = entryOf(root, 'metadata');
  const metadata = entry?.value;
  if (metadata?.kind !== 'mapping' || metadata.block.problems.length > 0) return [];
  const isNamedHere = metadata.entries.some((inner) => {
    const key = scalarText(inner.key);
    return key === 'name' || key === 'generateName' || isMergeKey(inner);
  });
  if (entry === undefined || isNamedHere) return [];
  return [{ kind: 'missing-field', at: entry.key, message: "'metadata' lacks the required field 'name'" }];
}

function entryIssues(entry: YamlEntry, object: Unjudged, shape: ObjectShape, options: CheckOptions): readonly Issue[] {
  const name = scalarText(entry.key);
  if (name === undefined) return [];
  const { block } = entry.key;
  const known = issuesOfBlock.get(block);
  if (known?.shape === shape && isAlone(entry)) return known.issues;
  const inner = shape.fields.get(name)?.shape() ?? anyShape;
  const target = { node: entry.value, shape: inner, path: [name], title: object.kind, owner: entry.key };
  // Nobody has to write a status, and what is there was copied from a cluster.
  const issues = checkNode(target, options).filter(({ kind }) => name !== 'status' || kind !== 'missing-field');
  if (isAlone(entry)) issuesOfBlock.set(block, { shape, issues });
  return issues;
}

/** Whether the entry is all there is in its block, and depends on nothing outside. */
function isAlone(entry: YamlEntry): boolean {
  const { root, aliases } = entry.key.block;
  return aliases.length === 0 && root?.kind === 'mapping' && root.entries.length === 1 && root.entries[0] === entry;
}

/** Flux and envsubst, Kustomize variables, Go templates, Argo CD's vault plugin, SOPS, and the usual hand-made marks (CHANGE_ME). */
const PLACEHOLDER = /\$[{(]|\{\{|^\$[A-Za-z_]|^<[^>]*>$|^ENC\[|^(%%|@@|__).+\1$|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** What Kustomize and SOPS take away before the API server sees the object. */
const FOREIGN_KEY = /^(?:\$patch$|\$retainKeys$|\$setElementOrder\/|\$deleteFromPrimitiveList\/|sops$)/;

function checkOptions({ document, kind }: Unjudged): CheckOptions {
  return {
    dialect: kubernetesDialect,
    anchors: document.anchors,
    isPlaceholder: (text) => PLACEHOLDER.test(text),
    isForeignKey: (key) => FOREIGN_KEY.test(key),
    // Passwords stand in Secrets, and against all advice in the values of environment variables.
    isSecret: (path) => kind === 'Secret' || path.at(-1) === 'value',
  };
}
