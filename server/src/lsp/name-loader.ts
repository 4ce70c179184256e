import { neverCancelled } from '../base/cancellation.ts';
import { keyOf, type NameQuestion } from '../workspace/remote-names.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Boundary } from './handle.ts';
import type { Services } from './services.ts';

/** Names change seldom, and each answer costs a few requests. */
const FRESH_FOR = 5 * 60_000;

/** What could not be had is asked again sooner: the network comes back, somebody signs in. */
const ASKED_AGAIN_AFTER = 20_000;

/** So many questions wait at most; more are asked again with the next list. */
const MAX_AT_ONCE = 4;

interface NameLoaderPorts {
  readonly workspace: Workspace;
  readonly boundary: Boundary;
  /** The services where something made them already; undefined leaves names unknown, as nobody is signed in then. */
  readonly services: () => Promise<Partial<Services>> | undefined;
  readonly isTrusted: () => boolean;
  /** Names came that findings depend on. */
  readonly onFindings: () => void;
}

/**
 * Asks GitLab for the names that completions and findings would like to have, in the background. What cannot be had is left out: a
 * list is shorter then, and nobody is interrupted for it.
 */
export class NameLoader {
  readonly #ports: NameLoaderPorts;
  /** When each question was answered, or put. */
  readonly #asked = new Map<string, number>();
  #running = 0;
  #generation = 0;

  constructor(ports: NameLoaderPorts) {
    this.#ports = ports;
  }

  /** Starts asking what features wanted; answers whether something is on its way. */
  load(): boolean {
    const { workspace, services, isTrusted } = this.#ports;
    const wanted = workspace.takeWantedNames();
    const made = isTrusted() ? services() : undefined;
    if (made === undefined) return false;
    for (const question of wanted) if (this.#isDue(question)) this.#ask(question, made);
    return this.#running > 0;
  }

  /** Somebody else may be signed in, or another project be meant: nothing counts any more. */
  forget(): void {
    this.#generation++;
    this.#asked.clear();
    this.#ports.workspace.forgetNames();
    this.#ports.onFindings();
  }

  #isDue(question: NameQuestion): boolean {
    const before = this.#asked.get(keyOf(question));
    return this.#running < MAX_AT_ONCE && (before === undefined || Date.now() - before > FRESH_FOR);
  }

  #ask(question: NameQuestion, services: Promise<Partial<Services>>): void {
    const generation = this.#generation;
    this.#asked.set(keyOf(question), Date.now());
    this.#running++;
    this.#ports.boundary.runLater('names of GitLab', async () => {
      const context = { token: neverCancelled, progress: () => undefined };
      const asked = services.then((made) => made.names?.(question, context));
      const answer = await asked.finally(() => {
        this.#running--;
      });
      if (generation !== this.#generation) return;
      if (answer?.ok !== true) {
        this.#asked.set(keyOf(question), Date.now() - FRESH_FOR + ASKED_AGAIN_AFTER);
        return;
      }
      this.#ports.workspace.setNames(question, answer.value);
      if (question.kind === 'owners') this.#ports.onFindings();
    });
  }
}
