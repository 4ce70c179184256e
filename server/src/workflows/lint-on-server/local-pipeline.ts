import type { CancellationToken } from '../../base/cancellation.ts';
import { nameOf, relativeTo, workingFolderOf } from '../../base/path.ts';
import { failure, success, type Problem, type Result } from '../../base/result.ts';
import { verdict } from '../../features/verdict.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { rootAbove } from '../root-above.ts';
import { type LintPorts, type LocalPipeline } from './model.ts';

/** Includes of includes are read with the next question; a chain of them is shorter than this. */
const MOST_ROUNDS = 30;

/** Finds the pipeline that a file belongs to and reads all its files. */
export async function readLocalPipeline(
  ports: LintPorts,
  path: string,
  token: CancellationToken,
): Promise<Result<LocalPipeline>> {
  const loaded = await loadPipeline(ports, path, token);
  if (!loaded.ok) return loaded;
  const { snapshot, entry, files } = loaded.value;
  const folder = workingFolderOf(entry.path);
  const opened = await ports.git.openRepository(folder, token);
  if (!opened.ok) return opened;
  const root = rootAbove(folder, opened.value);
  return success({ snapshot, entry, files, root, repository: opened.value, path: relativeTo(root, entry.path) });
}

type Loaded = Pick<LocalPipeline, 'snapshot' | 'entry' | 'files'>;

async function loadPipeline(ports: LintPorts, path: string, token: CancellationToken): Promise<Result<Loaded>> {
  let snapshot = await ports.load([path]);
  for (let round = 0; round < MOST_ROUNDS && !token.isCancellationRequested; round++) {
    const state = snapshot.file(path);
    if (state.state !== 'loaded') return failure(unreadable(path));
    verdict(snapshot, state.file);
    const next = await ports.load([]);
    if (next === snapshot) break;
    snapshot = next;
  }
  if (token.isCancellationRequested) return failure({ code: 'cancelled', message: 'Linting was cancelled.' });
  return pipelineIn(snapshot, path);
}

function pipelineIn(snapshot: Snapshot, path: string): Result<Loaded> {
  const state = snapshot.file(path);
  const found = state.state === 'loaded' ? verdict(snapshot, state.file) : undefined;
  const entry = found && snapshot.file(found.entry);
  if (found === undefined || entry?.state !== 'loaded') return failure(noPipeline(path));
  return success({ snapshot, entry: entry.file, files: found.files });
}

function unreadable(path: string): Problem {
  return {
    code: 'not-found',
    message: `'${nameOf(path)}' cannot be read.`,
    action: 'Open a pipeline file and run it again.',
  };
}

function noPipeline(path: string): Problem {
  return {
    code: 'unsupported',
    message: `'${nameOf(path)}' is not part of a GitLab pipeline.`,
    action: "Open '.gitlab-ci.yml' or a file that it includes and run it again.",
  };
}
