import type { CancellationToken } from '../base/cancellation.ts';
import { workingFolderOf } from '../base/path.ts';
import type { PositionRange } from '../base/range.ts';
import { failure, success, type Problem, type Result } from '../base/result.ts';
import {
  simulatePipeline,
  type Because,
  type PipelineEvent,
  type SimulatedPipeline,
  type SimulationInput,
} from '../languages/gitlab-ci/index.ts';
import type { FileSystem } from '../workspace/ports/file-system.ts';
import type { IncludeReader } from '../workspace/ports/includes.ts';
import type { Git, Repository } from '../workspace/ports/git.ts';
import { parseYamlFile, type YamlFile } from '../yaml/file.ts';
import { placeInFiles, type LocatedMessage } from './place-in-files.ts';
import { findBase } from './preview-plan/base.ts';
import { elsewhereOfReader } from './preview-plan/elsewhere-files.ts';
import { entryOfSettings, startAt } from './preview-plan/entry.ts';
import { pathsSince } from './preview-plan/paths-since.ts';
import type { Base } from './preview-plan/model.ts';
import { simulateWith, type SideFiles } from './preview-plan/side-files.ts';
import { rootAbove } from './root-above.ts';

export interface SimulationPorts {
  readonly git: Git;
  readonly fileSystem: FileSystem;
  /** What reads included files from elsewhere, loaded when the first is wanted; without it they are unknown. */
  readonly loadIncludes?: (isOffline: boolean) => Promise<IncludeReader>;
}

/** Which event to simulate. Paths are absolute with forward slashes; what is left out is taken from Git. */
export interface SimulationRequest {
  /** The folder whose repository is meant when there is no file. */
  readonly folder: string;
  /** The pipeline file; by default `.gitlab-ci.yml` in the repository's root. */
  readonly file?: string;
  readonly event: PipelineEvent;
  /** By default the branch that is checked out. A tag has to be named. */
  readonly ref?: string;
  readonly defaultBranch?: string;
  /** Of a merge request; by default the default branch. */
  readonly targetBranch?: string;
  readonly changedPaths?: readonly string[];
  /** Everything that differs between this revision and the working tree has changed. */
  readonly changedFrom?: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Included files from elsewhere are taken from copies of earlier runs. */
  readonly isOffline?: boolean;
  /** Of the pipeline file. */
  readonly inputs?: Readonly<Record<string, string>>;
}

export interface LocatedBecause {
  readonly text: string;
  /** Relative to the repository's root. */
  readonly file?: string;
  readonly range?: PositionRange;
}

export interface PipelineSimulation {
  /** The pipeline file, relative to the repository's root. */
  readonly entry: string;
  readonly event: PipelineEvent;
  readonly ref: string;
  readonly targetBranch?: string;
  /** What `changes` was judged with, for the user: `3 paths, since main at 1a2b3c4d`. */
  readonly changes: string;
  readonly pipeline: SimulatedPipeline;
  /** What GitLab says of it, each with its place and our finding there. */
  readonly errors: readonly LocatedMessage[];
  readonly warnings: readonly LocatedMessage[];
  readonly locate: (because: Because) => LocatedBecause;
}

/** Which pipeline GitLab would make of the working tree for one event. Reads files and Git only. */
export async function simulateEvent(
  ports: SimulationPorts,
  request: SimulationRequest,
  token: CancellationToken,
): Promise<Result<PipelineSimulation>> {
  const ready = await prepareSimulation(ports, request, token);
  if (!ready.ok) return ready;
  const { files, input, changes } = ready.value;
  const simulated = await simulateWith(files, (read, elsewhere) =>
    simulatePipeline({ ...input, ...startAt(input.entry, read), elsewhere }),
  );
  if (!simulated.ok) return simulated;
  return success({
    entry: input.entry,
    event: input.event,
    ref: input.ref,
    ...(input.targetBranch !== undefined && { targetBranch: input.targetBranch }),
    changes,
    pipeline: simulated.value,
    errors: placeInFiles(files, input.entry, simulated.value.errors),
    warnings: placeInFiles(files, input.entry, simulated.value.warnings),
    locate: (because) => locateIn(files, because),
  });
}

/** What a simulation works with. */
interface ReadySimulation {
  readonly files: SideFiles;
  readonly input: Omit<SimulationInput, 'read'> & { readonly entry: string };
  readonly changes: string;
}

/** Finds out what a request leaves open, and the files of the working tree. */
export async function prepareSimulation(
  ports: SimulationPorts,
  request: SimulationRequest,
  token: CancellationToken,
): Promise<Result<ReadySimulation>> {
  const located = await locate(ports, request, token);
  if (!located.ok) return located;
  const scenario = await scenarioOf(located.value, request);
  if (!scenario.ok) return scenario;
  const { root, entry } = located.value;
  const own = await workingTree(ports.fileSystem, root, token);
  const { loadIncludes } = ports;
  const reader = loadIncludes && ((): Promise<IncludeReader> => loadIncludes(request.isOffline === true));
  const files = reader === undefined ? own : { ...own, elsewhere: elsewhereOfReader(reader, root) };
  const disk = await ports.fileSystem.read(`${root}/${entry}`);
  const isUsual = disk.state !== 'missing' || request.file !== undefined;
  const named = isUsual ? undefined : await entryOfSettings(files);
  if (disk.state !== 'text' && named === undefined) {
    return failure(noPipeline(entry, disk.state === 'missing' ? undefined : disk.why));
  }
  const { changes, ...event } = scenario.value;
  const { variables, inputs } = request;
  return success({
    files,
    input: { ...event, entry: named ?? entry, paths: files.paths, variables, ...(inputs && { inputs }) },
    changes,
  });
}

interface Located {
  readonly repository: Repository | undefined;
  readonly root: string;
  readonly entry: string;
  readonly base: Base;
}

async function locate(
  { git }: SimulationPorts,
  { folder: workingFolder, file }: SimulationRequest,
  token: CancellationToken,
): Promise<Result<Located>> {
  const folder = file === undefined ? workingFolder : workingFolderOf(file);
  const opened = await git.openRepository(folder, token);
  if (!opened.ok && opened.problem.code !== 'not-found') return opened;
  const repository = opened.ok ? opened.value : undefined;
  const base = await findBase(repository, undefined);
  if (!base.ok) return base;
  const root = repository === undefined ? folder : rootAbove(folder, repository);
  const entry = file === undefined ? '.gitlab-ci.yml' : file.slice(root.length + 1);
  return success({ repository, root, entry, base: base.value });
}

type Scenario = Pick<SimulationInput, 'event' | 'ref' | 'defaultBranch' | 'targetBranch' | 'changedPaths'> & {
  readonly changes: string;
};

async function scenarioOf(located: Located, request: SimulationRequest): Promise<Result<Scenario>> {
  const { event } = request;
  if (event === 'tag' && request.ref === undefined) return failure(noTag);
  const defaultBranch = request.defaultBranch ?? located.base.defaultBranch;
  const ref = request.ref ?? located.base.currentBranch;
  const isMerge = event === 'merge_request_event';
  const changed = await changesOf(located, request);
  if (!changed.ok) return changed;
  const target = isMerge ? { targetBranch: request.targetBranch ?? defaultBranch } : {};
  return success({ event, ref, defaultBranch, ...target, ...changed.value });
}

const noTag: Problem = {
  code: 'invalid',
  message: 'The tag to simulate is not known.',
  action: 'Name it, as --ref v1.0.0',
};

type Changes = Pick<Scenario, 'changedPaths' | 'changes'>;

const unknownChanges: Changes = { changedPaths: 'unknown', changes: 'unknown' };

async function changesOf(located: Located, request: SimulationRequest): Promise<Result<Changes>> {
  const { changedPaths, changedFrom } = request;
  if (changedPaths !== undefined) return given(located, changedPaths);
  if (changedFrom !== undefined) return changedSince(located, changedFrom);
  const compares = request.event === 'push' || request.event === 'merge_request_event';
  if (!compares || located.repository === undefined) return success(unknownChanges);
  return changedSinceBase(located, located.repository, request);
}

function given({ root }: Located, changedPaths: readonly string[]): Result<Changes> {
  const outside = changedPaths.find((path) => !path.startsWith(`${root}/`));
  if (outside !== undefined) {
    const message = `The changed path '${outside}' is not below '${root}', where the pipeline's repository is.`;
    return failure({ code: 'invalid', message, action: 'Name paths of that repository' });
  }
  const paths = changedPaths.map((path) => path.slice(root.length + 1));
  return success({ changedPaths: paths, changes: `${countOf(paths)}, as named` });
}

async function changedSince({ repository, root }: Located, revision: string): Promise<Result<Changes>> {
  if (repository === undefined) {
    const message = `'${root}' is in no Git repository, so nothing can be compared with '${revision}'.`;
    return failure({ code: 'invalid', message, action: 'Name the paths, as --changed PATH…' });
  }
  const commit = await repository.commit(revision);
  if (!commit.ok) return commit;
  if (commit.value === undefined) {
    const message = `There is no commit '${revision}' in this repository.`;
    return failure({ code: 'not-found', message, action: 'Name one that there is, or fetch it first: git fetch' });
  }
  const paths = await pathsSince(repository, commit.value.id);
  if (!paths.ok) return paths;
  return success({ changedPaths: paths.value, changes: `${countOf(paths.value)}, since ${revision}` });
}

/** A merge request is compared with the merge base; what a push changes is known only when the branch has left it. */
async function changedSinceBase(
  { base }: Located,
  repository: Repository,
  { event, targetBranch }: SimulationRequest,
): Promise<Result<Changes>> {
  const target = event === 'merge_request_event' ? targetBranch : undefined;
  const found = target === undefined ? success(base.revision) : await mergeBaseWith(repository, target);
  if (!found.ok) return found;
  if (found.value === undefined) return success(unknownChanges);
  const paths = await pathsSince(repository, found.value);
  if (!paths.ok) return paths;
  if (paths.value.length === 0) return success(unknownChanges);
  const label = target === undefined ? base.label : `${target} at ${found.value.slice(0, 8)}`;
  return success({ changedPaths: paths.value, changes: `${countOf(paths.value)}, since ${label}` });
}

async function mergeBaseWith(repository: Repository, branch: string): Promise<Result<string | undefined>> {
  for (const ref of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
    const commit = await repository.commit(ref);
    if (!commit.ok) return commit;
    if (commit.value !== undefined) return repository.mergeBase(commit.value.id, 'HEAD');
  }
  return success(undefined);
}

function countOf(paths: readonly string[]): string {
  return `${paths.length} ${paths.length === 1 ? 'path' : 'paths'}`;
}

function noPipeline(entry: string, why: string | undefined): Problem {
  const message = why === undefined ? `There is no '${entry}'.` : `'${entry}' cannot be read: ${why}.`;
  return { code: 'not-found', message, action: 'Name the pipeline file: plumbline pipeline FILE' };
}

/** The repository's files as they are on the disk, read when the simulation asks for them. */
async function workingTree(fileSystem: FileSystem, root: string, token: CancellationToken): Promise<SideFiles> {
  const read = new Map<string, YamlFile | undefined>();
  const listed = await fileSystem.list(root);
  return {
    paths: listed.map((path) => path.slice(root.length + 1)),
    read: (path) => (read.has(path) ? read.get(path) : 'wanted'),
    load: async (paths) => {
      for (const path of paths) {
        const disk = await fileSystem.read(`${root}/${path}`);
        read.set(path, disk.state === 'text' ? parseYamlFile(path, disk.text) : undefined);
      }
      return success(undefined);
    },
    known: () => [...read.values()].filter((file) => file !== undefined),
    isCancelled: () => token.isCancellationRequested,
  };
}

function locateIn(files: SideFiles, { text, place }: Because): LocatedBecause {
  const file = files.known().find(({ path }) => path === place?.path);
  if (place === undefined || file === undefined) return { text };
  return { text, file: file.path, range: file.lines.rangeAt(place.range) };
}
