import type { CancellationToken } from '../../base/cancellation.ts';
import { failure, success, type Result } from '../../base/result.ts';
import type { ObjectSource } from '../../plan/model.ts';
import type { FileSystem } from '../../workspace/ports/file-system.ts';
import type { Renderer } from '../../workspace/ports/renderer.ts';
import { kustomizationFileNames } from '../../workspace/kustomization-file.ts';
import { parseYamlFile, type YamlFile } from '../../yaml/file.ts';
import { traceKustomization } from './kustomization-trace.ts';
import { writtenObjects } from './object-documents.ts';
import { readYaml, type ReadYaml } from './read-yaml.ts';

/** An object as Git says it should be, with the documents that it is made of. */
export interface Manifest {
  readonly object: unknown;
  readonly source?: ObjectSource;
  readonly patches?: readonly ObjectSource[];
  readonly kustomizations?: readonly string[];
  /** The name without its hash, of an object that a generator names by its content. */
  readonly nameBeforeHash?: string;
}

export interface ManifestPorts {
  readonly fileSystem: FileSystem;
  readonly renderer: Renderer;
}

interface ManifestRequest {
  /** The repository's root, absolute. */
  readonly root: string;
  /** A folder or file, relative to the root. */
  readonly source: string;
  /** Texts of the editor, by absolute path. */
  readonly unsaved?: ReadonlyMap<string, string>;
}

/** All objects of a plain folder, of one file, or of a Kustomize overlay rendered by the user's own tool. */
export async function readManifests(
  ports: ManifestPorts,
  request: ManifestRequest,
  token: CancellationToken,
): Promise<Result<readonly Manifest[]>> {
  const place = request.source === '' ? request.root : `${request.root}/${request.source}`;
  const read = readYaml(ports.fileSystem, request.unsaved);
  for (const name of kustomizationFileNames) {
    if ((await read(`${place}/${name}`)) !== undefined) return readOverlay(ports, request, { place, read }, token);
  }
  const files = isManifestFile(place) ? [place] : (await ports.fileSystem.list(place)).filter(isManifestFile);
  const manifests: Manifest[] = [];
  for (const path of files.toSorted()) {
    if (token.isCancellationRequested)
      return failure({ code: 'cancelled', message: 'Reading manifests was cancelled.' });
    manifests.push(...manifestsOf(await read(path)));
  }
  if (manifests.length > 0) return success(manifests);
  return failure({
    code: 'not-found',
    message: `There are no Kubernetes objects in '${request.source || '.'}'.`,
    action: "Correct 'source' in .plumbline.yml.",
  });
}

function isManifestFile(path: string): boolean {
  return /\.(ya?ml|json)$/.test(path);
}

function manifestsOf(file: YamlFile | undefined): Manifest[] {
  if (file === undefined) return [];
  // Configuration of Kustomize looks like objects, but is never applied.
  return writtenObjects(file)
    .filter(({ id }) => id.group !== 'kustomize.config.k8s.io')
    .map(({ object, place }) => ({ object, source: place }));
}

async function readOverlay(
  { renderer }: ManifestPorts,
  { root, source, unsaved }: ManifestRequest,
  { place, read }: { readonly place: string; readonly read: ReadYaml },
  token: CancellationToken,
): Promise<Result<readonly Manifest[]>> {
  const rendered = await renderer.render(
    {
      kind: 'kustomize',
      source: { from: 'working-tree', root, ...(unsaved ? { unsaved } : {}) },
      folder: source,
    },
    token,
  );
  if (!rendered.ok) return rendered;
  const trace = await traceKustomization(place, read);
  const objects = manifestsOf(parseYamlFile(`${place}/rendered.yaml`, rendered.value.text));
  return success(objects.map(({ object }) => ({ object, ...trace(object) })));
}
