import { execFile } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import { createGit } from '../../server/src/io/git/git.ts';
import { createGitLab } from '../../server/src/io/gitlab/gitlab.ts';
import { createJournal } from '../../server/src/io/journal.ts';
import { createAccounts, type Accounts } from '../../server/src/workflows/accounts.ts';
import type { Project } from '../../server/src/lsp/protocol.ts';
import type { Caller, OpenMergeRequestPorts } from '../../server/src/workflows/open-merge-request.ts';
import type { ConnectGitLab } from '../../server/src/workspace/ports/gitlab.ts';
import type { TestGitLab } from '../gitlab/index.ts';
import type { GitLabOptions } from '../gitlab/options.ts';
import { startSample, type Sample } from '../gitlab/sample.ts';

/** A user's machine: a clone of the sample project, a home folder of its own, and the product's real ports. */
export interface Bench extends Sample {
  readonly clone: string;
  readonly storage: string;
  readonly home: string;
  readonly ports: OpenMergeRequestPorts;
  readonly target: Project;
  readonly git: (...args: readonly string[]) => Promise<string>;
  readonly write: (file: string, text: string) => Promise<void>;
  /** Fails when the test GitLab had an error of its own, which would make what the tests saw worthless. */
  readonly end: () => Promise<void>;
}

export const caller: Caller = { progress: () => undefined, token: neverCancelled };

export const connectGitLab: ConnectGitLab = (instance, secret) =>
  createGitLab({ instance, secret, connection: () => ({}), userAgent: 'plumbline-test' });

/** Accounts as the server has them, with the client's secret storage answered from one token. */
export function accountsOf(instance: string, token: string | null): Accounts {
  const accounts = createAccounts({
    connectGitLab,
    readToken: (asked) => Promise.resolve(asked === instance ? token : null),
  });
  accounts.setKnown(token === null ? [] : [instance]);
  return accounts;
}

export function portsFor(instance: string, token: string, storage: string): OpenMergeRequestPorts {
  return {
    git: createGit(() => 'git'),
    accounts: accountsOf(instance, token),
    journal: createJournal(() => storage),
  };
}

/** The user's own Git settings come from `home`, never from the machine that runs the tests. */
function useHome(home: string): void {
  process.env['HOME'] = home;
  process.env['XDG_CONFIG_HOME'] = path.join(home, '.config');
  process.env['GIT_CONFIG_NOSYSTEM'] = '1';
  for (const name of Object.keys(process.env))
    if (/^GIT_(AUTHOR|COMMITTER)_|^EMAIL$/u.test(name)) Reflect.deleteProperty(process.env, name);
}

export function runGit(cwd: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LC_ALL: 'C' };
    execFile('git', [...args], { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`git ${args.join(' ')}: ${stderr}${stdout}`));
    });
  });
}

/** Starts a GitLab and makes a clone whose remote holds no token, as a user with a credential helper has it. */
export async function startBench(options: GitLabOptions = {}): Promise<Bench> {
  const sample = await startSample({ backgroundDelay: 0, ...options });
  const root = await mkdtemp(path.join(tmpdir(), 'plumbline-bench-'));
  const home = path.join(root, 'home');
  const clone = path.join(root, 'clone');
  const storage = path.join(root, 'storage');
  await mkdir(home);
  useHome(home);
  const git = (...args: readonly string[]): Promise<string> => runGit(clone, args);
  await runGit(root, ['config', '--global', 'user.name', 'Dan Developer']);
  await runGit(root, ['config', '--global', 'user.email', 'dan@example.com']);
  const { gitlab, project, tokens } = sample;
  await runGit(root, [
    '-c',
    `http.extraHeader=Authorization: Basic ${Buffer.from(`oauth2:${tokens.developer}`).toString('base64')}`,
    'clone',
    '--quiet',
    `${gitlab.url}/${project.path}.git`,
    clone,
  ]);
  const target: Project = {
    instance: gitlab.url,
    id: project.id,
    path: project.path,
    name: project.name,
    webUrl: `${gitlab.url}/${project.path}`,
    defaultBranch: 'main',
    remote: 'origin',
  };
  return {
    ...sample,
    clone,
    storage,
    home,
    target,
    git,
    ports: portsFor(gitlab.url, tokens.developer, storage),
    write: async (file, text) => {
      const full = path.join(clone, file);
      await mkdir(path.dirname(full), { recursive: true });
      await writeFile(full, text);
    },
    end: async () => {
      await stopSound(gitlab);
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Stops the test GitLab, and fails when it had an error of its own. */
export async function stopSound(gitlab: TestGitLab): Promise<void> {
  await gitlab.stop();
  if (gitlab.internalErrors.length > 0) throw new AggregateError(gitlab.internalErrors, 'The test GitLab broke.');
}

/** Every file below a folder with its content, for "nothing has changed" and for looking for a token. */
export async function filesBelow(folder: string, skip: readonly string[] = []): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const relative of await readdir(folder, { recursive: true }).catch(() => [])) {
    const full = path.join(folder, relative);
    if (skip.some((name) => relative === name || relative.startsWith(`${name}/`))) continue;
    const facts = await lstat(full);
    if (facts.isFile()) found.set(relative, (await readFile(full)).toString('latin1'));
  }
  return found;
}
