import type { Problem, ProblemCode } from '../../base/result.ts';
import type { PushRequest } from '../../workspace/ports/git.ts';
import type { ToolAnswer } from '../process.ts';
import { withoutSecrets } from './run-git.ts';

/** What the server printed, without Git's `remote:` marks and empty lines. */
export function remoteWords(stderr: string): string {
  return withoutSecrets(stderr)
    .split(/\r?\n|\r/u)
    .flatMap((line) => /^remote: ?(.*)$/u.exec(line)?.[1]?.trim() ?? [])
    .filter((line) => line !== '')
    .join('\n');
}

interface Meaning {
  readonly pattern: RegExp;
  readonly code: ProblemCode;
  readonly message: (subject: Subject) => string;
  readonly action: (subject: Subject) => string;
}

interface Subject {
  readonly remote: string;
  readonly branch: string;
  /** The first line that the server or a hook said. */
  readonly words: string;
}

/** The server refused this branch. Looked at before the connection's own problems, in this order. */
const refusals: readonly Meaning[] = [
  {
    pattern: /protected branch|allowed to (force )?push code to (a )?protected/iu,
    code: 'forbidden',
    message: ({ branch }) => `GitLab declined the push: the branch '${branch}' is protected.`,
    action: () => 'Choose another branch name, or ask a maintainer to let you push to this one.',
  },
  {
    pattern: /not allowed to push|You are not allowed to (upload|push)|deploy key.*write access|error: 403/iu,
    code: 'forbidden',
    message: ({ branch, remote }) => `You may not push the branch '${branch}' to '${remote}'.`,
    action: () =>
      'Ask for the Developer role in the project, or sign in with a token that has the scope api or write_repository.',
  },
  {
    pattern: /hook declined|GL-HOOK-ERR|pre-receive/iu,
    code: 'refused',
    message: ({ branch, words }) =>
      `A hook of the server declined the push of '${branch}'${words === '' ? '' : `: ${words}`}`,
    action: () => 'Correct what it names (a new commit on the branch is fine), then run the command again.',
  },
  {
    pattern: /\(stale info\)|\(fetch first\)|\(non-fast-forward\)|\(already exists\)/iu,
    code: 'conflict',
    message: ({ branch, remote }) => `The branch '${branch}' on '${remote}' has commits that you do not have.`,
    action: ({ branch, remote }) =>
      `Choose another branch name, or get them with: git pull --rebase ${remote} ${branch}`,
  },
  {
    pattern: /archived|read-only|maintenance mode/iu,
    code: 'refused',
    message: ({ remote }) => `'${remote}' takes no pushes: the project is archived or the instance is read-only.`,
    action: () => 'Ask an owner to unarchive the project, or try later.',
  },
];

/** The connection or the account, not the branch. */
const obstacles: readonly Meaning[] = [
  {
    pattern: /error: 403/iu,
    code: 'forbidden',
    message: ({ branch, remote }) =>
      branch === '' ? `You may not read '${remote}'.` : `You may not push the branch '${branch}' to '${remote}'.`,
    action: () => 'Ask for the Developer role in the project, or sign in with a token that has the scope api.',
  },
  {
    pattern:
      /Authentication failed|could not read (Username|Password)|HTTP Basic: Access denied|error: 401|Permission denied \(/iu,
    code: 'unauthorized',
    message: ({ remote }) => `The server of '${remote}' did not accept the credentials.`,
    action: () => 'Sign in again with a token that has the scope api; for SSH, load your key into the agent.',
  },
  {
    pattern: /Host key verification failed/iu,
    code: 'unauthorized',
    message: ({ remote }) => `The SSH host key of '${remote}' is not known.`,
    action: () => 'Connect once in a terminal (ssh -T) and compare the key.',
  },
  {
    pattern: /was moved to|has moved|error: 301|unable to update url base from redirection/iu,
    code: 'moved',
    message: ({ remote }) => `The project behind '${remote}' has moved.`,
    action: ({ remote }) => `Set the new address: git remote set-url ${remote} NEW-URL`,
  },
  {
    pattern:
      /project you were looking for could not be found|Repository not found|error: 404|does not appear to be a git repository|repository '.*' not found/iu,
    code: 'not-found',
    message: ({ remote }) => `The project behind '${remote}' does not exist, or you may not see it.`,
    action: () => 'Check the address with git remote -v, and that your account is a member of the project.',
  },
  {
    pattern: /error: 429/iu,
    code: 'rate-limited',
    message: ({ remote }) => `The server of '${remote}' has had too many requests.`,
    action: () => 'Wait a minute and run the command again.',
  },
  {
    pattern: /error: 5\d\d/iu,
    code: 'server-error',
    message: ({ remote }) => `The server of '${remote}' failed.`,
    action: () => 'Run the command again in a while.',
  },
  {
    pattern: /SSL certificate problem|certificate verif|unable to get local issuer/iu,
    code: 'refused',
    message: ({ remote }) => `The certificate of the server of '${remote}' is not trusted by Git.`,
    action: () => 'Tell Git the certificate authority: git config --global http.sslCAInfo FILE',
  },
  {
    pattern:
      /Could not resolve|Failed to connect|Couldn't connect|Connection refused|Network is unreachable|No route to host|timed out/iu,
    code: 'offline',
    message: ({ remote }) => `The server of '${remote}' cannot be reached.`,
    action: () => 'Check the network (and the VPN or proxy), then run the command again.',
  },
];

const lostConnection =
  /hung up unexpectedly|unexpected disconnect|RPC failed|Empty reply|Recv failure|early EOF|transfer closed|Broken pipe|reset by peer|Operation too slow|not valid: is this a git repository|invalid server response|protocol error/iu;

/** Why a push was not done; 'unknown-outcome' when the connection broke and the branch may have arrived. */
export function pushProblem(answer: ToolAnswer, request: PushRequest): Problem {
  const text = withoutSecrets(`${answer.stdout}\n${answer.stderr}`).trim();
  const words = remoteWords(answer.stderr);
  const subject: Subject = { remote: request.remote, branch: request.branch, words: firstWords(words) };
  const rejected = /^!\t/mu.test(answer.stdout) || /\[remote rejected\]|\[rejected\]/u.test(text);
  const meaning = meaningOf(text, rejected || words !== '' ? [...refusals, ...obstacles] : obstacles);
  if (!rejected && (meaning?.code === 'server-error' || (meaning === undefined && lostConnection.test(text)))) {
    return lost(subject, text);
  }
  if (meaning !== undefined) return toProblem(meaning, subject, text);
  if (!rejected && !/^(fatal|error): (?!failed to push)/mu.test(answer.stderr)) return ownHook(subject, text);
  return declined(subject, text);
}

/** Why the server could not be asked. */
export function remoteProblem(answer: ToolAnswer, remote: string): Problem {
  const text = withoutSecrets(`${answer.stdout}\n${answer.stderr}`).trim();
  const subject: Subject = { remote, branch: '', words: firstWords(remoteWords(answer.stderr)) };
  const meaning = meaningOf(text, obstacles);
  if (meaning !== undefined) return toProblem(meaning, subject, text);
  const code = lostConnection.test(text) ? 'offline' : 'tool-failed';
  return {
    code,
    message: `The server of '${remote}' gave no usable answer.`,
    action: 'Run the command again.',
    detail: text,
  };
}

function meaningOf(text: string, meanings: readonly Meaning[]): Meaning | undefined {
  return meanings.find(({ pattern }) => pattern.test(text));
}

function toProblem({ code, message, action }: Meaning, subject: Subject, detail: string): Problem {
  return { code, message: message(subject), action: action(subject), detail };
}

function lost({ branch, remote }: Subject, detail: string): Problem {
  return {
    code: 'unknown-outcome',
    message: `The connection to '${remote}' broke while '${branch}' was pushed; it may or may not have arrived.`,
    action: 'Run the command again: it looks first and pushes only what is missing.',
    detail,
  };
}

function declined({ branch, words }: Subject, detail: string): Problem {
  return {
    code: 'refused',
    message: `The push of '${branch}' was declined${words === '' ? '' : `: ${words}`}`,
    action: 'Correct what the server names and run the command again.',
    detail,
  };
}

/** Git says nothing but "failed to push some refs" when the user's own pre-push hook ends with an error. */
function ownHook({ branch }: Subject, detail: string): Problem {
  return {
    code: 'refused',
    message: `Your pre-push hook declined the push of '${branch}'.`,
    action: 'Correct what the hook names and run the command again.',
    detail,
  };
}

/** The server's first sentence without its own labels and decoration. */
function firstWords(words: string): string {
  const line = words.split('\n').find((candidate) => /[A-Za-z]/u.test(candidate)) ?? '';
  return line.replace(/^(GL-HOOK-ERR|GitLab|error|ERROR): ?/u, '').slice(0, 300);
}
