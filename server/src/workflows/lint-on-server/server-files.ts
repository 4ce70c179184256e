import { relativeTo } from '../../base/path.ts';
import type { LintAnswer } from '../../workspace/ports/gitlab.ts';
import { type LocalPipeline, type ServerSide } from './model.ts';

/** A file's text at a commit of the server; undefined when the commit is not here or has no such file. */
export async function textAt(
  { repository }: LocalPipeline,
  commit: string | undefined,
  path: string,
): Promise<string | undefined> {
  if (commit === undefined || !(await isHere(repository, commit))) return undefined;
  const text = await repository.readFile(commit, path);
  return text.ok ? text.value : undefined;
}

/** Whether the local repository has a commit of the server. */
export async function isHere(repository: LocalPipeline['repository'], commit: string): Promise<boolean> {
  const found = await repository.commit(commit);
  return found.ok && found.value !== undefined;
}

/** What of the editor's files GitLab did not see: it reads what is included from the server. */
export async function unseenChanges(
  local: LocalPipeline,
  side: ServerSide,
  answer: LintAnswer,
): Promise<{ readonly notes: readonly string[]; readonly unseen: ReadonlySet<string> }> {
  const commit =
    answer.includes.find(({ type, commit: own }) => type === 'local' && own !== undefined)?.commit ?? side.commit;
  const included = includedFiles(local);
  if (included.length === 0) return { notes: [], unseen: new Set() };
  if (commit === undefined || !(await isHere(local.repository, commit))) {
    const at = commit === undefined ? '' : ` at ${commit.slice(0, 8)}`;
    const note = `What ${side.ref} holds on the server${at} is not fetched, so it is not known whether GitLab read the same included files; git fetch brings it.`;
    return { notes: [note], unseen: new Set() };
  }
  const notes: string[] = [];
  const unseen = new Set<string>();
  for (const { path, text } of included) {
    const pushed = await textAt(local, commit, path);
    if (pushed === text) continue;
    unseen.add(`${local.root}/${path}`);
    notes.push(
      pushed === undefined
        ? `'${path}' is not on ${side.ref} of the server, so GitLab could not read it.`
        : `GitLab read '${path}' as pushed on ${side.ref}; your local change to it was not seen.`,
    );
  }
  return { notes, unseen };
}

/** The local files that the entry includes, itself left out, with the editor's texts. */
function includedFiles({ snapshot, entry, root, files }: LocalPipeline): { path: string; text: string }[] {
  return files.flatMap((path) => {
    const state = snapshot.file(path);
    if (path === entry.path || state.state !== 'loaded' || !path.startsWith(`${root}/`)) return [];
    return [{ path: relativeTo(root, path), text: state.file.text }];
  });
}

/** Whether two commits hold the same of what the entry includes; undefined when one of them is not here. */
export async function haveSameIncludes(
  local: LocalPipeline,
  one: string | undefined,
  other: string | undefined,
): Promise<boolean | undefined> {
  if (one === undefined || other === undefined) return undefined;
  if (!(await isHere(local.repository, one)) || !(await isHere(local.repository, other))) return undefined;
  for (const { path } of includedFiles(local)) {
    if ((await textAt(local, one, path)) !== (await textAt(local, other, path))) return false;
  }
  return true;
}
