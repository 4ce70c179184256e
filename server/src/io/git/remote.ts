import { failure, success, type Problem, type Result } from '../../base/result.ts';
import type { GitCredential, PushAnswer, PushRequest, RemoteAccess } from '../../workspace/ports/git.ts';
import type { ToolAnswer } from '../process.ts';
import { withCredential } from './credential-helper.ts';
import { pushProblem, remoteProblem, remoteWords } from './remote-problem.ts';
import type { GitRunner } from './run-git.ts';

/** A connection that carries nothing for this long is given up by Git (HTTP only). */
const transportSettings = ['-c', 'http.lowSpeedLimit=1', '-c', 'http.lowSpeedTime=120'];

/** What is asked of, and sent to, a repository's remotes. */
export function remoteAccess(git: GitRunner): RemoteAccess {
  return {
    remoteBranches: (remote, branches, credential) => remoteBranches(git, { remote, branches, credential }),
    push: (request) => push(git, request),
    fetchBranch: (remote, branch, credential) => fetchBranch(git, { remote, branch, credential }),
  };
}

interface Place {
  readonly remote: string;
  readonly branch: string;
  readonly credential: GitCredential | undefined;
}

async function talk(
  git: GitRunner,
  credential: GitCredential | undefined,
  args: readonly string[],
): Promise<Result<ToolAnswer>> {
  const ssh = await sshVariables(git);
  if (!ssh.ok) return ssh;
  return withCredential(credential, (settings) =>
    git.run({
      args: [...transportSettings, ...settings.args, ...args],
      environment: { ...ssh.value, ...settings.environment },
    }),
  );
}

/** BatchMode makes ssh fail where it would ask; the agent and the user's own command are used as they are. */
async function sshVariables(git: GitRunner): Promise<Result<Readonly<Record<string, string>>>> {
  const { GIT_SSH_COMMAND: command, GIT_SSH: program } = process.env;
  if (command !== undefined || program !== undefined) return success({});
  const configured = await git.run({ args: ['config', '--get', 'core.sshCommand'] });
  if (!configured.ok) return configured;
  const base = configured.value.stdout.trim() || 'ssh';
  return success(/plink|tortoise/iu.test(base) ? {} : { GIT_SSH_COMMAND: `${base} -o BatchMode=yes` });
}

async function remoteBranches(
  git: GitRunner,
  place: Omit<Place, 'branch'> & { readonly branches: readonly string[] },
): Promise<Result<ReadonlyMap<string, string>>> {
  const prefix = 'refs/heads/';
  const refs = place.branches.map((branch) => prefix + branch);
  const answer = await talk(git, place.credential, ['ls-remote', '--', place.remote, ...refs]);
  if (!answer.ok) return answer;
  if (answer.value.code !== 0) return failure(remoteProblem(answer.value, place.remote));
  // A pattern also matches at the end of longer names: `refs/heads/a` matches `refs/heads/refs/heads/a`.
  const found = answer.value.stdout.split('\n').map((line) => line.split('\t'));
  return success(
    new Map(
      found.flatMap(([id = '', ref = '']) => (refs.includes(ref) ? [[ref.slice(prefix.length), id] as const] : [])),
    ),
  );
}

async function push(git: GitRunner, request: PushRequest): Promise<Result<PushAnswer>> {
  const { remote, branch, commit, isNew } = request;
  const ref = `refs/heads/${branch}`;
  // An empty expectation refuses when somebody has made a branch of that name meanwhile; it never overwrites one.
  const lease = isNew ? [`--force-with-lease=${ref}:`] : [];
  const args = ['push', '--porcelain', '--no-follow-tags', ...lease, '--', remote, `${commit}:${ref}`];
  const answer = await talk(git, request.credential, args);
  if (!answer.ok) return answer.problem.code === 'cancelled' ? failure(cancelledPush(request)) : answer;
  if (answer.value.code !== 0) return failure(pushProblem(answer.value, request));
  return success({ remoteWords: remoteWords(answer.value.stderr) });
}

function cancelledPush({ branch }: PushRequest): Problem {
  return { code: 'cancelled', message: `Pushing '${branch}' was cancelled; it may or may not have arrived.` };
}

async function fetchBranch(git: GitRunner, place: Place): Promise<Result<void>> {
  const target = `refs/remotes/${place.remote}/${place.branch}`;
  const refspec = `+refs/heads/${place.branch}:${target}`;
  const answer = await talk(git, place.credential, [
    'fetch',
    '--no-tags',
    '--no-write-fetch-head',
    '--',
    place.remote,
    refspec,
  ]);
  if (!answer.ok) return answer;
  return answer.value.code === 0 ? success(undefined) : failure(remoteProblem(answer.value, place.remote));
}
