import { folderOf, nameOf, resolvePath } from '../../base/path.ts';
import type { Place } from '../../schema/place.ts';
import { kustomizationFileNames } from '../../workspace/kustomization-file.ts';
import { rootOf, type Snapshot } from '../../workspace/snapshot.ts';
import type { Completion, Cursor } from '../language.ts';
import { completeByShape } from '../shape-answers.ts';
import { kustomizationShape, readKustomization } from './kustomization.ts';

type Choice = Omit<Completion, 'range'>;

/** Which paths fit: folders with a kustomization file, manifests, or any file. */
type Wanted = 'folders' | 'manifests' | 'both' | 'files';

const FIELDS: Readonly<Record<string, Wanted>> = {
  resources: 'both',
  bases: 'folders',
  components: 'folders',
  patchesStrategicMerge: 'manifests',
  'patches.path': 'manifests',
  'patchesJson6902.path': 'files',
  'replacements.path': 'manifests',
  'configMapGenerator.files': 'files',
  'configMapGenerator.envs': 'files',
  'secretGenerator.files': 'files',
  'secretGenerator.envs': 'files',
  'helmCharts.valuesFile': 'files',
  'helmCharts.additionalValuesFiles': 'files',
  'openapi.path': 'files',
  configurations: 'manifests',
  crds: 'files',
  generators: 'both',
  transformers: 'both',
  validators: 'both',
};

/** More than this nobody reads; a longer prefix narrows it. */
const MAX_PATHS = 200;

/** Fields, values, and paths of what is there. */
export function complete(snapshot: Snapshot, cursor: Cursor): readonly Completion[] {
  return completeByShape(cursor, kustomizationShape(), (place) => pathChoices(snapshot, cursor, place));
}

function pathChoices(snapshot: Snapshot, { file }: Cursor, place: Place): Choice[] {
  const name = place.path.filter((segment) => typeof segment === 'string').join('.');
  const isItem = typeof place.path.at(-1) === 'number';
  const wanted = place.kind === 'value' || isItem ? FIELDS[name] : undefined;
  const folder = folderOf(file.path);
  const listing = wanted === undefined ? undefined : snapshot.filesBelow(rootOf(snapshot, file.path));
  if (wanted === undefined || listing === undefined) return [];
  const { references } = readKustomization(file);
  const taken = new Set(references.map(({ path }) => resolvePath(folder, path)));
  return candidates(listing, wanted, folder)
    .filter(({ path }) => path !== folder && path !== file.path && !taken.has(path))
    .map(({ path, kind }): Choice => ({ label: relativePath(folder, path), newText: relativePath(folder, path), kind }))
    .filter(({ label }) => label.startsWith(place.typed))
    .slice(0, MAX_PATHS);
}

interface Candidate {
  readonly path: string;
  readonly kind: 'file' | 'folder';
}

/** Files below the folder (Kustomize refuses others by default), folders anywhere in the workspace. */
function candidates(listing: readonly string[], wanted: Wanted, folder: string): Candidate[] {
  return listing.flatMap((path): Candidate[] => {
    if (isKustomizationName(path)) {
      return wanted === 'folders' || wanted === 'both' ? [{ path: folderOf(path), kind: 'folder' }] : [];
    }
    const isWanted = wanted === 'files' || (wanted !== 'folders' && /\.(?:ya?ml|json)$/.test(path));
    return isWanted && path.startsWith(`${folder}/`) ? [{ path, kind: 'file' }] : [];
  });
}

function isKustomizationName(path: string): boolean {
  const name = nameOf(path);
  return kustomizationFileNames.some((own) => own === name);
}

function relativePath(folder: string, path: string): string {
  const [from, to] = [folder.split('/'), path.split('/')];
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}
