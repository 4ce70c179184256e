import { relativeTo } from '../../base/path.ts';
import { failure, success, type Problem, type Result } from '../../base/result.ts';
import { maskSecretPair, maskSecrets } from '../../plan/kubernetes/mask.ts';
import { listItems, planObjects } from '../../plan/kubernetes/plan-objects.ts';
import { identityOf } from '../../plan/kubernetes/prepare.ts';
import { identityKey, type ObjectSource, type ResourceChange } from '../../plan/model.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { kubernetesDialect } from '../../yaml/dialect.ts';
import { parseYamlFile, type YamlFile } from '../../yaml/file.ts';
import { toValue } from '../../yaml/value.ts';
import { writeYaml } from '../../yaml/write.ts';
import { traceKustomization } from '../check-drift/kustomization-trace.ts';
import { readYaml } from '../check-drift/read-yaml.ts';
import type { ObjectsPlanPreview, PlannedObject } from '../../lsp/protocol.ts';
import { type Place, type Preview } from './model.ts';
import { overlaysOf } from './overlays.ts';
import { renderSides, type RenderedSides } from './render-sides.ts';

/** The objects that the change creates, updates and deletes, in every overlay that the file reaches. */
export async function previewObjects(preview: Preview, file: YamlFile): Promise<Result<ObjectsPlanPreview>> {
  const overlays = await overlaysOf(preview, file);
  if (overlays.length === 0) return previewFile(preview, file);
  const notChecked: string[] = [];
  const done: ComparedOverlay[] = [];
  let first: Problem | undefined;
  for (const [index, folder] of overlays.entries()) {
    const name = relativeTo(preview.root, folder);
    preview.progress(`Rendering ${name}`, 0.3 + (0.6 * index) / overlays.length);
    const sides = await renderSides(preview, name === preview.root ? '' : name);
    if (!sides.ok) {
      first ??= sides.problem;
      if (sides.problem.code === 'cancelled') return sides;
      notChecked.push(`${name}: ${sides.problem.message}`);
      continue;
    }
    done.push({ name, tool: sides.value.tool, ...(await compareOverlay(preview, folder, sides.value)) });
  }
  if (done.length === 0 && first !== undefined) return failure(first);
  const prefix = (name: string): string => (overlays.length === 1 ? '' : `${name}: `);
  return success({
    kind: 'objects',
    title: overlays.map((folder) => relativeTo(preview.root, folder)).join(', '),
    base: preview.base.label,
    tool: done.find(({ tool }) => tool !== '')?.tool ?? '',
    objects: done.flatMap(({ name, objects }) => objects.map((each) => ({ ...each, name: prefix(name) + each.name }))),
    unchanged: done.reduce((sum, { unchanged }) => sum + unchanged, 0),
    notChecked,
  });
}

interface Compared {
  readonly objects: readonly PlannedObject[];
  readonly unchanged: number;
}

interface ComparedOverlay extends Compared {
  readonly name: string;
  readonly tool: string;
}

async function compareOverlay(preview: Preview, folder: string, sides: RenderedSides): Promise<Compared> {
  const { ports, request } = preview;
  const trace = await traceKustomization(folder, readYaml(ports.fileSystem, request.unsaved));
  const left = objectsOf(parseYamlFile(`${folder}/base.yaml`, sides.left));
  const right = objectsOf(parseYamlFile(`${folder}/head.yaml`, sides.right));
  const snapshot = await ports.load([]);
  return compare(left, right, (object) => {
    const { source, patches } = trace(object);
    return placeOf(preview, snapshot, source ?? patches[0]);
  });
}

/** A manifest that no kustomization names is applied as it is. */
async function previewFile(preview: Preview, file: YamlFile): Promise<Result<ObjectsPlanPreview>> {
  const { repository, base } = preview;
  const path = relativeTo(preview.root, file.path);
  const before =
    repository === undefined || base.revision === undefined
      ? success(undefined)
      : await repository.readFile(base.revision, path);
  if (!before.ok) return before;
  const placed = placedObjects(file);
  const places = new Map(placed.map(({ object, document }) => [object, document]));
  const broken = file.problems().length > 0 ? [`${path} has YAML problems; what cannot be read is left out.`] : [];
  const left = objectsOf(parseYamlFile(file.path, before.value ?? ''));
  const right = placed.map(({ object }) => object);
  const found = compare(left, right, (object) => documentPlace(preview, file, places.get(object)));
  return success({ kind: 'objects', title: path, base: base.label, tool: '', ...found, notChecked: broken });
}

interface PlacedObject {
  readonly object: unknown;
  /** The index of its document. */
  readonly document: number;
}

function placedObjects(file: YamlFile): PlacedObject[] {
  return file.documents.flatMap(({ document: { root, anchors } }, document) =>
    listItems(toValue(root, { dialect: kubernetesDialect, anchors }).value)
      .filter((object) => identityOf(object) !== undefined)
      .map((object) => ({ object, document })),
  );
}

function objectsOf(file: YamlFile): unknown[] {
  return placedObjects(file).map(({ object }) => object);
}

function compare(
  left: readonly unknown[],
  right: readonly unknown[],
  place: (object: unknown) => Place | undefined,
): Compared {
  const before = byIdentity(left);
  const after = byIdentity(right);
  const changes = planObjects(left, right);
  const objects = changes.flatMap((change) => plannedObject(change, { before, after, place }));
  const touched = changes.filter(({ kind }) => kind !== 'delete').length;
  return { objects, unchanged: after.size - touched };
}

type Index = ReadonlyMap<string, unknown>;

function byIdentity(objects: readonly unknown[]): Index {
  return new Map(
    objects.flatMap((object) => {
      const id = identityOf(object);
      return id === undefined ? [] : [[identityKey(id), object] as const];
    }),
  );
}

function plannedObject(
  { id, kind, attributes }: ResourceChange,
  {
    before,
    after,
    place,
  }: { readonly before: Index; readonly after: Index; readonly place: (object: unknown) => Place | undefined },
): PlannedObject[] {
  if (kind !== 'create' && kind !== 'update' && kind !== 'delete') return [];
  const key = identityKey(id);
  const [old, next] = [before.get(key), after.get(key)];
  const [left, right] = kind === 'update' ? maskSecretPair(old, next) : [maskSecrets(old), maskSecrets(next)];
  const source = place(next ?? old);
  const group = id.group === '' ? id.version : `${id.group}/${id.version}`;
  const name = id.namespace === '' ? id.name : `${id.namespace}/${id.name}`;
  return [
    {
      name: `${group} ${id.kind} ${name}`,
      change: kind,
      left: kind === 'create' ? '' : writeYaml(left),
      right: kind === 'delete' ? '' : writeYaml(right),
      paths: kind === 'update' ? attributes.map(({ path }) => path.text) : [],
      ...(source !== undefined && { source }),
    },
  ];
}

function placeOf(preview: Preview, snapshot: Snapshot, source: ObjectSource | undefined): Place | undefined {
  if (source === undefined) return undefined;
  const state = snapshot.file(source.path);
  return state.state === 'loaded' ? documentPlace(preview, state.file, source.document) : undefined;
}

function documentPlace({ ports }: Preview, file: YamlFile, index: number | undefined): Place | undefined {
  const document = index === undefined ? undefined : file.documents[index];
  if (document === undefined) return undefined;
  const { root } = document.document;
  const range = (root === undefined ? undefined : file.rangeOf(root)) ?? { start: document.start, end: document.start };
  const start = file.lines.positionAt(range.start);
  return { uri: ports.uriOf(file.path), range: { start, end: start } };
}
