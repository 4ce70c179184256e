import type { Pace } from '../features/answers.ts';
import { cancellable, neverCancelled } from '../base/cancellation.ts';
import type { ShellChecker } from '../workspace/ports/shell-checker.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Boundary } from './handle.ts';

/** How long typing pauses before scripts are judged: each is a process of its own. */
const QUIET_MILLISECONDS = 400;

/** Processes at the same time. */
const MOST_RUNNING = 2;

/** After so many verdicts findings are shown, though more are to come. */
const SHOWN_AFTER = 25;

interface ShellLoaderPorts {
  readonly workspace: Workspace;
  readonly boundary: Boundary;
  /** Loads the checker when the first script is wanted. */
  readonly checker: () => Promise<ShellChecker>;
  readonly isTrusted: () => boolean;
  readonly onNews: () => void;
  readonly log: (text: string) => void;
}

/**
 * Lets ShellCheck judge the scripts that features asked for, in the background, where it is installed. What is edited while it runs
 * is ended. In a workspace that is not trusted nothing is started.
 */
export class ShellLoader {
  readonly #ports: ShellLoaderPorts;
  readonly #running = new Map<string, () => void>();
  #checker: Promise<ShellChecker | undefined> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unseen = 0;
  #isStopped = false;
  #generation = 0;

  constructor(ports: ShellLoaderPorts) {
    this.#ports = ports;
  }

  /** A text was validated: what it asked for is judged when typing pauses. Until then no other script is begun either. */
  soon(pace: Pace): void {
    const wanted = this.#ports.workspace.wantedScripts();
    if (wanted === undefined) {
      this.#checker ??= this.#find();
    } else if (pace === 'typing' ? wanted.length > 0 || this.#running.size > 0 : wanted.length > 0 && this.#isIdle) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#ports.boundary.run('ShellCheck', () => {
          this.#work();
        });
      }, QUIET_MILLISECONDS);
    }
  }

  get #isIdle(): boolean {
    return this.#timer === undefined && this.#running.size === 0;
  }

  /** The settings may name another program. */
  settingsChanged(): void {
    this.#endAll();
    this.#generation++;
    this.#checker = undefined;
    this.#ports.workspace.setShellChecking(false);
  }

  stop(): void {
    this.#isStopped = true;
    this.#endAll();
  }

  #endAll(): void {
    clearTimeout(this.#timer);
    for (const end of this.#running.values()) end();
  }

  async #find(): Promise<ShellChecker | undefined> {
    const { workspace, isTrusted, onNews } = this.#ports;
    const generation = this.#generation;
    if (!isTrusted()) return undefined;
    const checker = await this.#ports.checker();
    const isInstalled = await checker.isInstalled(neverCancelled);
    // Meanwhile the settings may name another program, which is looked for by itself.
    if (!isInstalled || generation !== this.#generation) return undefined;
    workspace.setShellChecking(true);
    onNews();
    return checker;
  }

  #work(): void {
    const wanted = new Set(this.#ports.workspace.wantedScripts() ?? []);
    for (const [script, end] of this.#running) if (!wanted.has(script)) end();
    this.#startMore();
  }

  /** The newest first: that is what somebody looks at. */
  #startMore(): void {
    const waiting = this.#ports.workspace.wantedScripts()?.filter((script) => !this.#running.has(script)) ?? [];
    const isWaiting = this.#timer !== undefined;
    while (!isWaiting && this.#running.size < MOST_RUNNING && !this.#isStopped) {
      const script = waiting.pop();
      if (script === undefined) break;
      this.#ports.boundary.runLater('ShellCheck', () => this.#check(script));
    }
    if (this.#unseen >= SHOWN_AFTER || (this.#unseen > 0 && this.#running.size === 0)) {
      this.#unseen = 0;
      this.#ports.onNews();
    }
  }

  async #check(script: string): Promise<void> {
    const { token, cancel } = cancellable();
    this.#running.set(script, cancel);
    const checker = await this.#checker;
    const answer = await checker?.check(script, token);
    this.#running.delete(script);
    if (answer === undefined) return;
    if (!token.isCancellationRequested) this.#take(script, answer);
    this.#startMore();
  }

  #take(script: string, answer: Awaited<ReturnType<ShellChecker['check']>>): void {
    const { workspace, log } = this.#ports;
    if (!answer.ok) log(`ShellCheck: ${answer.problem.message}`);
    if (!answer.ok && answer.problem.code === 'missing-tool') {
      workspace.setShellChecking(false);
      return;
    }
    // A script that cannot be judged is not asked about again until it changes.
    workspace.setShellFindings(script, answer.ok ? answer.value : []);
    this.#unseen++;
  }
}
