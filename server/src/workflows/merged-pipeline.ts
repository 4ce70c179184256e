import { nameOf, relativeTo } from '../base/path.ts';
import { failure, success, type Problem, type Result } from '../base/result.ts';
import { mergedPipelineOf, mergePipeline } from '../languages/gitlab-ci/index.ts';
import { languages } from '../languages/registry.ts';
import type { MergedPipelineText } from '../lsp/protocol.ts';
import { isIncludePath, shownPath } from '../workspace/include-address.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import { mergedText } from './merged-pipeline/text.ts';
import type { Caller } from './open-merge-request.ts';
import { locatePreview, type PreviewPlanPorts } from './preview-plan.ts';
import { baseFiles, simulateWith } from './preview-plan/side-files.ts';

type MergedPipelinePorts = Pick<PreviewPlanPorts, 'load' | 'uriOf'>;

/** Includes of includes; GitLab allows 150 files, and a chain of them is far shorter. */
const MOST_ROUNDS = 30;

/** The merged pipeline of a file in the working tree with the editor's texts. Reads files only. */
export async function mergedPipeline(
  ports: MergedPipelinePorts,
  path: string,
  { token }: Pick<Caller, 'token'>,
): Promise<Result<MergedPipelineText>> {
  for (let round = 0; ; round++) {
    if (token.isCancellationRequested) return failure(cancelled);
    const active = await readActive(ports, path);
    if (!active.ok) return active;
    const { entry, projectRoot, merged } = mergedPipelineOf(active.value.snapshot, active.value.file);
    if (merged.isPending && round < MOST_ROUNDS) continue;
    const named = { nameOf: (name: string, line?: number) => shownPath(projectRoot, name, line), uriOf: ports.uriOf };
    return success(mergedText({ merged, entry, sources: merged.asked, ...named }));
  }
}

const cancelled: Problem = { code: 'cancelled', message: 'Merging was cancelled.' };

interface Active {
  readonly snapshot: Snapshot;
  readonly file: YamlFile;
}

/** Which file is part of a pipeline may depend on files that are read with the first question, so it is asked again. */
const MOST_QUESTIONS = 5;

async function readActive(ports: MergedPipelinePorts, path: string): Promise<Result<Active>> {
  for (let question = 0; question < MOST_QUESTIONS; question++) {
    const snapshot = await ports.load([path]);
    const state = snapshot.file(path);
    if (state.state !== 'loaded') {
      const message = `'${nameOf(path)}' cannot be read, so its pipeline cannot be merged.`;
      return failure({ code: 'not-found', message, action: 'Open a pipeline file and run the command again' });
    }
    const { file } = state;
    const language = languages.find((candidate) => candidate.claims(file, snapshot));
    if (language?.id === 'gitlab-ci') return success({ snapshot, file });
  }
  const message = `'${nameOf(path)}' is not part of a GitLab pipeline.`;
  const action = 'Open .gitlab-ci.yml or a file that it includes and run the command again';
  return failure({ code: 'unsupported', message, action });
}

/** The same pipeline at the merge base with the default branch, as Preview Plan compares with. */
export async function mergedPipelineOfTarget(
  ports: PreviewPlanPorts,
  path: string,
  caller: Caller,
): Promise<Result<MergedPipelineText>> {
  const active = await readActive(ports, path);
  if (!active.ok) return active;
  const { snapshot, file } = active.value;
  const located = await locatePreview(ports, { path }, { snapshot, caller });
  if (!located.ok) return located;
  const { base, root } = located.value;
  if (base.revision === undefined) return failure(nothingToCompare(base.label));
  const files = await baseFiles({ ports, request: { path }, ...caller, ...located.value });
  if (!files.ok) return files;
  const { entry, written } = mergedPipelineOf(snapshot, file);
  const relative = relativeTo(root, entry);
  const { currentBranch: ref, defaultBranch } = base;
  const scenario = {
    entry: written?.path ?? relative,
    paths: files.value.paths,
    event: 'push',
    ref,
    defaultBranch,
  } as const;
  const merged = await simulateWith(files.value, (read, elsewhere) => {
    const readOrWritten = (name: string) => (name === written?.path ? written.text : read(name));
    return mergePipeline({ ...scenario, read: readOrWritten, elsewhere });
  });
  if (!merged.ok) return merged;
  const named = {
    entry: relative,
    sources: [],
    nameOf: (name: string, line?: number) => shownPath(root, name, line),
    // The repository's own files are only in Git; those from elsewhere are the same for both sides.
    uriOf: (name: string) => (isIncludePath(name) ? ports.uriOf(name) : undefined),
  };
  return success({ ...mergedText({ merged: merged.value, ...named }), revision: base.label });
}

function nothingToCompare(label: string): Problem {
  return {
    code: 'not-found',
    message: `There is nothing to compare the pipeline with: ${label.replace(/^nothing: /, '')}.`,
    action: "Fetch the target branch, or look at the pipeline alone with 'Plumbline: Show Merged Pipeline'",
  };
}
