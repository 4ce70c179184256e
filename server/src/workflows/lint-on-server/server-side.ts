import type { CancellationToken } from '../../base/cancellation.ts';
import { failure, success, type Result } from '../../base/result.ts';
import type { GitLab, LintAnswer } from '../../workspace/ports/gitlab.ts';
import { relativeTo, type LintPorts, type LintRequest, type LocalPipeline, type ServerSide } from './model.ts';

/**
 * Finds the branch to lint for and what the server has of it. Without a dry run GitLab reads includes from the default
 * branch, whatever branch is checked out, unless the committed file itself is linted.
 */
export async function findServerSide(
  ports: LintPorts,
  { project, ref, dryRun }: LintRequest,
  { local, token }: { readonly local: LocalPipeline; readonly token: CancellationToken },
): Promise<Result<ServerSide>> {
  const gitlab = await ports.accounts.connect(project.instance);
  if (!gitlab.ok) return gitlab;
  const version = await gitlab.value.version(token);
  if (!version.ok) return version;
  const found = await findBranch(gitlab.value, { project, local, token, ...(ref !== undefined && { wanted: ref }) });
  if (!found.ok) return found;
  const pushed = await textAt(local, found.value.commit, local.path);
  const side = { gitlab: gitlab.value, version: version.value, ...found.value, pushed };
  if (dryRun || found.value.ref === project.defaultBranch || isLintedAsCommitted(side, local)) return success(side);
  const { defaultBranch } = project;
  const head = await gitlab.value.branchHead(project.id, defaultBranch, token);
  if (!head.ok) return head;
  const because = `Without a dry run GitLab reads what a changed '${local.path}' includes from ${defaultBranch}, not from ${found.value.ref}.`;
  return success({ ...side, ref: defaultBranch, commit: head.value, notes: [...side.notes, because] });
}

/** Whether the file as committed is what the editor has, so that GitLab can read all of it from the branch. */
export function isLintedAsCommitted({ pushed, version }: ServerSide, { entry, path }: LocalPipeline): boolean {
  return pushed === entry.text && path === '.gitlab-ci.yml' && takesContentRef(version);
}

/** https://docs.gitlab.com/api/lint/: `content_ref` came with 16.10; before it is passed over silently. */
function takesContentRef(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 16 || (major === 16 && minor >= 10);
}

interface Question {
  readonly project: LintRequest['project'];
  readonly local: LocalPipeline;
  readonly token: CancellationToken;
  readonly wanted?: string;
}

type Branch = Pick<ServerSide, 'ref' | 'commit' | 'notes'>;

async function findBranch(gitlab: GitLab, { project, local, token, wanted }: Question): Promise<Result<Branch>> {
  const head = await local.repository.head();
  if (!head.ok) return head;
  const current = wanted ?? head.value.branch;
  if (current !== undefined && current !== project.defaultBranch) {
    const commit = await gitlab.branchHead(project.id, current, token);
    if (!commit.ok) return commit;
    if (commit.value !== undefined) return success({ ref: current, commit: commit.value, notes: [] });
    if (wanted !== undefined) return failure(noBranch(wanted, project.path));
  }
  const { defaultBranch } = project;
  const commit = await gitlab.branchHead(project.id, defaultBranch, token);
  if (!commit.ok) return commit;
  const isAway = current !== undefined && current !== defaultBranch;
  const notes = isAway ? [`The branch '${current}' is not on the server, so it is linted for ${defaultBranch}.`] : [];
  return success({ ref: defaultBranch, commit: commit.value, notes });
}

function noBranch(branch: string, project: string): Parameters<typeof failure>[0] {
  return {
    code: 'not-found',
    message: `The project '${project}' has no branch '${branch}'.`,
    action: 'Push the branch first, or name another one.',
  };
}

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
