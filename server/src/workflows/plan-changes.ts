import { failure, success, type Result } from '../base/result.ts';
import type { ObjectsPlanPreview, PipelinePlanPreview, PlannedObject, PlanPreview } from '../lsp/protocol.ts';
import type { Caller } from './open-merge-request.ts';
import { previewPlan, type PreviewPlanPorts } from './preview-plan.ts';
import { findBase } from './preview-plan/base.ts';
import { pathsSince } from './preview-plan/paths-since.ts';

export interface PlanRequest {
  /** A file to plan for, or a folder whose changed files are planned for; absolute with forward slashes. */
  readonly path: string;
  readonly isFolder: boolean;
  /** The revision to compare with; the merge base with the default branch when absent. */
  readonly base?: string;
  /** Included files from elsewhere are taken from copies of earlier runs. */
  readonly isOffline?: boolean;
}

export interface PlannedChanges {
  /** For people: `main at 1a2b3c4d`. */
  readonly base: string;
  readonly pipelines: readonly PipelinePlanPreview[];
  /** Changed objects, each named with its overlay or file in front: `overlays/production: apps/v1 Deployment shop/web`. */
  readonly objects: readonly PlannedObject[];
  /** What could not be planned, and why. */
  readonly notChecked: readonly string[];
}

/** What the working tree changes against its base: pipelines and objects, each once. Reads only. */
export async function planChanges(
  ports: PreviewPlanPorts,
  request: PlanRequest,
  caller: Caller,
): Promise<Result<PlannedChanges>> {
  const base = request.base === undefined ? {} : { base: request.base };
  if (!request.isFolder) {
    const preview = await previewPlan(ports, { path: request.path, ...base }, caller);
    return preview.ok ? success(gather(preview.value.base, [preview.value], [])) : preview;
  }
  const changed = await changedFiles(ports, request, caller);
  if (!changed.ok) return changed;
  const previews: PlanPreview[] = [];
  const notChecked: string[] = [];
  for (const [index, { path, name }] of changed.value.files.entries()) {
    caller.progress(`Planning ${name}`, index / changed.value.files.length);
    const preview = await previewPlan(ports, { path, ...base }, { ...caller, progress: () => undefined });
    if (preview.ok) previews.push(preview.value);
    else if (preview.problem.code === 'cancelled') return preview;
    // Other YAML files have no plan.
    else if (preview.problem.code !== 'unsupported') notChecked.push(`${name}: ${preview.problem.message}`);
  }
  return success(gather(changed.value.base, previews, notChecked));
}

interface ChangedFiles {
  readonly base: string;
  readonly files: readonly { readonly path: string; readonly name: string }[];
}

async function changedFiles(
  { git }: PreviewPlanPorts,
  { path: folder, base: wanted }: PlanRequest,
  { token }: Caller,
): Promise<Result<ChangedFiles>> {
  const opened = await git.openRepository(folder, token);
  if (!opened.ok) return opened;
  const repository = opened.value;
  const base = await findBase(repository, undefined, wanted);
  if (!base.ok) return base;
  const { revision, label } = base.value;
  if (revision === undefined) {
    const action = 'Name what to compare with: --base REVISION';
    return failure({ code: 'not-found', message: `There is ${label}.`, action });
  }
  const paths = await pathsSince(repository, revision);
  if (!paths.ok) return paths;
  const { prefix } = repository;
  const root = prefix === '' ? folder : folder.slice(0, -(prefix.length + 1));
  const below = paths.value.filter((path) => /\.ya?ml$|(?:^|\/)Kustomization$/iu.test(path) && isBelow(prefix, path));
  return success({ base: label, files: below.map((name) => ({ path: `${root}/${name}`, name })) });
}

function isBelow(prefix: string, path: string): boolean {
  return prefix === '' || path.startsWith(`${prefix}/`);
}

/** Several files may belong to one pipeline or overlay, whose plan is the same for each. */
function gather(base: string, previews: readonly PlanPreview[], notChecked: readonly string[]): PlannedChanges {
  const pipelines = new Map<string, PipelinePlanPreview>();
  const objects = new Map<string, PlannedObject>();
  const notes = new Set(notChecked);
  for (const preview of previews) {
    if (preview.kind === 'pipeline') pipelines.set(JSON.stringify(preview.scenarios), preview);
    else {
      for (const object of placedObjects(preview)) objects.set(object.name, object);
      for (const note of preview.notChecked) notes.add(note);
    }
  }
  return { base, pipelines: [...pipelines.values()], objects: [...objects.values()], notChecked: [...notes] };
}

function placedObjects({ title, objects }: ObjectsPlanPreview): readonly PlannedObject[] {
  const isNamedByOverlay = title.includes(', ');
  return isNamedByOverlay ? objects : objects.map((object) => ({ ...object, name: `${title}: ${object.name}` }));
}
