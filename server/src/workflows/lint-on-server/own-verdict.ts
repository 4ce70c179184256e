import { success, type Result } from '../../base/result.ts';
import { semantics, simulatePipeline, type SimulationInput } from '../../languages/gitlab-ci/index.ts';
import { parseYamlFile, type YamlFile } from '../../yaml/file.ts';
import { simulateWith, type SideFiles } from '../preview-plan/side-files.ts';
import { isHere, textAt } from './server-files.ts';
import type { LintRequest, LocalPipeline, ServerSide } from './model.ts';

/** What Plumbline says of the files that GitLab has read. */
export interface OwnVerdict {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Why nothing can be compared. */
  readonly unknown: readonly string[];
}

interface Question {
  readonly request: LintRequest;
  readonly local: LocalPipeline;
  readonly side: ServerSide;
  readonly isCancelled: () => boolean;
}

/** Judges the editor's entry with the server's included files, so that both verdicts are about the same. */
export async function judgeAsServer(question: Question): Promise<Result<OwnVerdict>> {
  const { local, side } = question;
  const { commit } = side;
  if (commit !== undefined && !(await isHere(local.repository, commit))) {
    return success({ errors: [], warnings: [], unknown: [`${side.ref} at ${commit.slice(0, 8)} is not fetched`] });
  }
  const listed = commit === undefined ? success([]) : await local.repository.listFiles(commit, '');
  if (!listed.ok) return listed;
  const paths = [...new Set([...listed.value, local.path])];
  const files = serverFiles(question, paths);
  return simulateWith(files, (read) =>
    question.side.dryRun ? dryRun(question, paths, read) : staticLint(question, paths, read),
  );
}

type Read = (path: string) => YamlFile | undefined;

function staticLint({ local }: Question, paths: readonly string[], read: Read): OwnVerdict {
  const { errors, warnings, unknown } = semantics.processConfiguration({
    entry: local.path,
    paths,
    read,
    variables: 'unknown',
    elsewhere: elsewhereOf(local),
  });
  return { errors, warnings, unknown: unknown.map(({ name, because }) => `${name}: ${because}`) };
}

function dryRun({ local, side, request }: Question, paths: readonly string[], read: Read): OwnVerdict {
  const before = staticLint({ local, side, request, isCancelled: () => false }, paths, read);
  if (before.errors.length > 0) return before;
  const { defaultBranch } = request.project;
  const push = { event: 'push', ref: side.ref, defaultBranch } as const;
  const simulated = simulatePipeline({ entry: local.path, paths, read, ...push, elsewhere: elsewhereOf(local) });
  const refused = simulated.reason === undefined ? [] : [simulated.reason];
  const unknown = simulated.unknown.map(({ name, because }) => `${name}: ${because}`);
  return { errors: [...simulated.errors, ...refused], warnings: before.warnings, unknown };
}

/** Files of other projects are the same for GitLab and for us. */
function elsewhereOf({ snapshot, root }: LocalPipeline): NonNullable<SimulationInput['elsewhere']> {
  return { home: () => snapshot.projectHome(root), file: (path) => snapshot.file(path) };
}

function serverFiles({ local, side, isCancelled }: Question, paths: readonly string[]): SideFiles {
  const known = new Map<string, YamlFile | undefined>([[local.path, parseYamlFile(local.path, local.entry.text)]]);
  const isThere = new Set(paths);
  return {
    paths,
    read: (path) => (known.has(path) || !isThere.has(path) ? known.get(path) : 'wanted'),
    load: async (wanted) => {
      for (const path of wanted) {
        const text = await textAt(local, side.commit, path);
        known.set(path, text === undefined ? undefined : parseYamlFile(path, text));
      }
      return success(undefined);
    },
    known: () => [...known.values()].filter((file) => file !== undefined),
    isCancelled,
  };
}
