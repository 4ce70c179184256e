import type { CancellationToken } from '../base/cancellation.ts';
import { success, type Result } from '../base/result.ts';
import type { Git, Repository } from '../workspace/ports/git.ts';
import type { Accounts } from './accounts.ts';
import type { Project } from '../lsp/protocol.ts';

interface ProposeBranchPorts {
  readonly git: Git;
  readonly accounts: Accounts;
}

interface ProposeBranchRequest {
  readonly folder: string;
  readonly title: string;
  /** With it the server is asked whether the name is taken; without, what was fetched last counts. */
  readonly project?: Project;
}

const LONGEST_NAME = 50;
const MOST_TRIES = 50;

/** A branch name for a title: lower case, dashes, taken neither here nor on the remote. */
export async function proposeBranch(
  ports: ProposeBranchPorts,
  request: ProposeBranchRequest,
  token: CancellationToken,
): Promise<Result<string>> {
  const repository = await ports.git.openRepository(request.folder, token);
  if (!repository.ok) return repository;
  const known = await knownBranches(repository.value, request.project?.remote ?? 'origin');
  if (!known.ok) return known;
  const isOnServer = await serverCheck(ports, request.project, repository.value);
  const base = branchNameFor(request.title);
  for (let number = 1; number < MOST_TRIES; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!clashes(name, known.value) && !(await isOnServer(name))) return success(name);
  }
  return success(`${base}-${Date.now().toString(36)}`);
}

/** `Draft: Scale Web to 3 (prod)` → `scale-web-to-3-prod`; a title without letters and digits gives `change`. */
function branchNameFor(title: string): string {
  const words = title
    .replace(/^\s*(draft:|\[draft\]|\(draft\))/iu, '')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
  if (words.length <= LONGEST_NAME) return words === '' ? 'change' : words;
  const cut = words.slice(0, LONGEST_NAME + 1);
  const end = cut.lastIndexOf('-');
  return cut.slice(0, end > LONGEST_NAME / 2 ? end : LONGEST_NAME).replace(/-+$/u, '');
}

async function knownBranches(repository: Repository, remote: string): Promise<Result<readonly string[]>> {
  const local = await repository.localBranches();
  if (!local.ok) return local;
  const fetched = await repository.knownRemoteBranches(remote);
  return fetched.ok ? success([...local.value, ...fetched.value]) : fetched;
}

/** Git keeps branches as files: `feature` and `feature/x` exclude each other, on some disks in any case of letters. */
function clashes(name: string, branches: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return branches.some((branch) => {
    const other = branch.toLowerCase();
    return other === lower || other.startsWith(`${lower}/`) || lower.startsWith(`${other}/`);
  });
}

/** A server that cannot be asked takes no name away: opening the merge request asks again. */
async function serverCheck(
  ports: ProposeBranchPorts,
  project: Project | undefined,
  repository: Repository,
): Promise<(name: string) => Promise<boolean>> {
  const free = (): Promise<boolean> => Promise.resolve(false);
  if (project === undefined) return free;
  const gitlab = await ports.accounts.connect(project.instance);
  const remotes = await repository.remotes();
  const remote = remotes.ok ? remotes.value.find(({ name }) => name === project.remote) : undefined;
  if (!gitlab.ok || remote === undefined) return free;
  const credential = gitlab.value.credentialFor(remote.pushUrl);
  return async (name) => {
    const found = await repository.remoteBranches(project.remote, [name], credential);
    return found.ok && found.value.has(name);
  };
}
