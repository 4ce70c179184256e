import { relativeTo } from '../../base/path.ts';
import { failure, success, type Problem, type Result } from '../../base/result.ts';
import { parseYamlFile, type YamlFile } from '../../yaml/file.ts';
import type { Elsewhere } from '../../languages/gitlab-ci/index.ts';
import { elsewhereOfWorkspace, type ElsewhereFiles } from './elsewhere-files.ts';
import type { Preview } from './model.ts';

/** The files of one side, by path from the repository's root, read when somebody asks for them. */
export interface SideFiles {
  readonly paths: readonly string[];
  /** 'wanted' is not read yet. */
  readonly read: (path: string) => YamlFile | undefined | 'wanted';
  /** Reads what was wanted. */
  readonly load: (paths: readonly string[]) => Promise<Result<void>>;
  /** What was read so far. */
  readonly known: () => readonly YamlFile[];
  /** Included files from outside the repository; without it they are unknown. */
  readonly elsewhere?: ElsewhereFiles;
  readonly isCancelled: () => boolean;
}

/** Includes of includes: GitLab itself allows 150 files; a chain of them is far shorter. */
const MOST_ROUNDS = 30;

/** Runs a synchronous simulation again and again until every file that it asks for has been read. */
export async function simulateWith<Answer>(
  files: SideFiles,
  simulate: (read: (path: string) => YamlFile | undefined, elsewhere: Elsewhere | undefined) => Answer,
): Promise<Result<Answer>> {
  for (let round = 0; ; round++) {
    if (files.isCancelled()) return failure(cancelled);
    const wanted = new Set<string>();
    const others = askedOf(files.elsewhere);
    const answer = simulate((path) => {
      const file = files.read(path);
      if (file === 'wanted') wanted.add(path);
      return file === 'wanted' ? undefined : file;
    }, others.elsewhere);
    if ((wanted.size === 0 && !others.isAsked()) || round === MOST_ROUNDS) return success(answer);
    await others.load();
    const loaded = await files.load([...wanted]);
    if (!loaded.ok) return loaded;
  }
}

/** Remembers what a simulation asks for and does not have. */
function askedOf(files: ElsewhereFiles | undefined): {
  readonly elsewhere: Elsewhere | undefined;
  readonly isAsked: () => boolean;
  readonly load: () => Promise<void>;
} {
  const wanted = new Set<string>();
  let isHomeWanted = false;
  const elsewhere: Elsewhere | undefined = files && {
    home: () => {
      const home = files.home();
      isHomeWanted ||= home === undefined;
      return home;
    },
    file: (path) => {
      const state = files.file(path);
      if (state.state === 'pending') wanted.add(path);
      return state;
    },
  };
  const isAsked = (): boolean => wanted.size > 0 || isHomeWanted;
  return { elsewhere, isAsked, load: async () => (isAsked() ? files?.load([...wanted]) : undefined) };
}

const cancelled: Problem = { code: 'cancelled', message: 'The preview was cancelled.' };

/** The working tree with the editor's texts. */
export async function headFiles({ ports, root, token }: Preview): Promise<SideFiles> {
  let snapshot = await ports.load([]);
  const seen = new Map<string, YamlFile>();
  const listed = snapshot.filesBelow(root) ?? (await ports.fileSystem.list(root));
  return {
    paths: listed.map((path) => relativeTo(root, path)),
    read: (path) => {
      const state = snapshot.file(`${root}/${path}`);
      if (state.state === 'pending') return 'wanted';
      if (state.state !== 'loaded') return undefined;
      seen.set(path, state.file);
      return state.file;
    },
    load: async (paths) => {
      snapshot = await ports.load(paths.map((path) => `${root}/${path}`));
      return success(undefined);
    },
    known: () => [...seen.values()],
    elsewhere: elsewhereOfWorkspace(ports.load, root),
    isCancelled: () => token.isCancellationRequested,
  };
}

/** A revision, out of Git. Without one there are no files. */
export async function baseFiles({ ports, root, repository, base, token }: Preview): Promise<Result<SideFiles>> {
  const { revision } = base;
  const seen = new Map<string, YamlFile | undefined>();
  const side = {
    known: () => [...seen.values()].filter((file) => file !== undefined),
    elsewhere: elsewhereOfWorkspace(ports.load, root),
    isCancelled: () => token.isCancellationRequested,
  };
  if (repository === undefined || revision === undefined) {
    const load = (): Promise<Result<void>> => Promise.resolve(success(undefined));
    return success({ ...side, paths: [], read: () => undefined, load });
  }
  const paths = await repository.listFiles(revision, '');
  if (!paths.ok) return paths;
  const isThere = new Set(paths.value);
  return success({
    ...side,
    paths: paths.value,
    read: (path) => (seen.has(path) || !isThere.has(path) ? seen.get(path) : 'wanted'),
    load: async (wanted) => {
      for (const path of wanted) {
        const text = await repository.readFile(revision, path);
        if (!text.ok) return text;
        seen.set(path, text.value === undefined ? undefined : parseYamlFile(path, text.value));
      }
      return success(undefined);
    },
  });
}
