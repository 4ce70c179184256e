import { nameOf, workingFolderOf } from '../base/path.ts';
import { failure, success, type Result } from '../base/result.ts';
import type { PlanPreview } from '../lsp/protocol.ts';
import { languages } from '../languages/registry.ts';
import { rootOf, type Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import type { Caller } from './open-merge-request.ts';
import { findBase } from './preview-plan/base.ts';
import type { Preview, PreviewPlanPorts, PreviewPlanRequest } from './preview-plan/model.ts';
import { previewObjects } from './preview-plan/objects.ts';
import { previewPipeline } from './preview-plan/pipeline.ts';
import { rootAbove } from './root-above.ts';

export type * from './preview-plan/model.ts';

/**
 * What the working tree (with the editor's unsaved texts) changes against the merge base with the default branch: the
 * jobs of the pipeline, or the objects of the manifests and overlays that the active file belongs to. Reads only.
 */
export async function previewPlan(
  ports: PreviewPlanPorts,
  request: PreviewPlanRequest,
  caller: Caller,
): Promise<Result<PlanPreview>> {
  caller.progress('Reading the file', 0.05);
  const read = await readActive(ports, request);
  if (!read.ok) return read;
  const { snapshot, file, languageId } = read.value;
  const located = await locatePreview(ports, request, { snapshot, caller });
  if (!located.ok) return located;
  const unsaved = await differingTexts(ports, request);
  const preview: Preview = { ports, request: { ...request, unsaved }, ...caller, ...located.value };
  caller.progress(`Comparing with ${preview.base.label}`, 0.2);
  return languageId === 'gitlab-ci' ? previewPipeline(preview, file) : previewObjects(preview, file);
}

/** An open file that is as on the disk needs no copy of the working tree to be rendered from. */
async function differingTexts(
  { fileSystem }: PreviewPlanPorts,
  { unsaved = new Map<string, string>() }: PreviewPlanRequest,
): Promise<ReadonlyMap<string, string>> {
  const differing = new Map<string, string>();
  for (const [path, text] of unsaved) {
    const disk = await fileSystem.read(path);
    if (disk.state !== 'text' || disk.text !== text) differing.set(path, text);
  }
  return differing;
}

interface Active {
  readonly snapshot: Snapshot;
  readonly file: YamlFile;
  readonly languageId: string;
}

/** Which language claims a file may depend on files that are read with the first question, so it is asked again. */
const MOST_ROUNDS = 5;

async function readActive(ports: PreviewPlanPorts, { path }: PreviewPlanRequest): Promise<Result<Active>> {
  let known: Active | undefined;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const snapshot = await ports.load([path]);
    const state = snapshot.file(path);
    if (state.state !== 'loaded') return failure(cannotRead(path, state.state));
    const { file } = state;
    const languageId = languages.find((language) => language.claims(file, snapshot))?.id;
    if (languageId === 'gitlab-ci' || (known !== undefined && languageId === known.languageId)) {
      return success({ snapshot, file, languageId });
    }
    known = languageId === undefined ? undefined : { snapshot, file, languageId };
  }
  if (known !== undefined && ['kubernetes', 'kustomize'].includes(known.languageId)) return success(known);
  return failure({
    code: 'unsupported',
    message: `'${nameOf(path)}' is neither a GitLab pipeline nor a Kubernetes manifest nor a kustomization file.`,
    action: 'Open one of those and run the command again.',
  });
}

function cannotRead(path: string, state: string): Parameters<typeof failure>[0] {
  const why = state === 'missing' ? 'does not exist' : 'cannot be read as text';
  return { code: 'not-found', message: `'${nameOf(path)}' ${why}.`, action: 'Open a file that is on the disk.' };
}

type Located = Pick<Preview, 'repository' | 'root' | 'base'>;

/** The repository of a file and what to compare its working tree with. */
export async function locatePreview(
  ports: PreviewPlanPorts,
  request: PreviewPlanRequest,
  { snapshot, caller }: { readonly snapshot: Snapshot; readonly caller: Caller },
): Promise<Result<Located>> {
  const folder = workingFolderOf(request.path);
  const opened = await ports.git.openRepository(folder, caller.token);
  if (!opened.ok && opened.problem.code !== 'not-found') return opened;
  const repository = opened.ok ? opened.value : undefined;
  const base = await findBase(repository, request.project, request.base);
  if (!base.ok) return base;
  return success({
    repository,
    root: repository === undefined ? rootOf(snapshot, request.path) : rootAbove(folder, repository),
    base: base.value,
  });
}
