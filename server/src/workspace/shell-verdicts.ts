import type { ShellFinding } from './ports/shell-checker.ts';

/** The verdicts on shell scripts that features see. */
export interface ShellReader {
  /** What is wrong in a script of a file; undefined while that is not known, for which asking is the sign. */
  readonly findingsOf: (script: string, path: string) => readonly ShellFinding[] | undefined;
}

/** More scripts than this are not kept: the oldest are judged again when they are asked for. */
const MAX_SCRIPTS = 5000;

/** Verdicts by the text of a script, and what features asked for. */
export class ShellVerdicts {
  readonly #known = new Map<string, readonly ShellFinding[]>();
  readonly #wanted = new Map<string, { readonly reader: ShellReader; readonly scripts: Set<string> }>();
  #isOn = false;
  #isWished = false;

  /** A reader for one snapshot; undefined when nobody checks scripts, for which asking is the sign that one should. */
  reader(): () => ShellReader | undefined {
    const reader: ShellReader = {
      findingsOf: (script, path) => {
        const findings = this.#known.get(script);
        if (findings === undefined) this.#want(reader, script, path);
        return findings;
      },
    };
    return () => {
      this.#isWished = true;
      return this.#isOn ? reader : undefined;
    };
  }

  /** What an older snapshot wanted for the same file is not wanted any more: the text has changed. */
  #want(reader: ShellReader, script: string, path: string): void {
    const before = this.#wanted.get(path);
    if (before?.reader === reader) before.scripts.add(script);
    else this.#wanted.set(path, { reader, scripts: new Set([script]) });
  }

  /** Whether a feature asked and nobody checks yet. */
  get isWished(): boolean {
    return this.#isWished && !this.#isOn;
  }

  turn(isOn: boolean): void {
    this.#isOn = isOn;
    this.#isWished = false;
    if (!isOn) this.#wanted.clear();
  }

  /** The scripts that wait for a verdict, those of the file asked for last at the end. */
  wanted(): string[] {
    return [...new Set([...this.#wanted.values()].flatMap(({ scripts }) => [...scripts]))];
  }

  set(script: string, findings: readonly ShellFinding[]): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MAX_SCRIPTS && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(script, findings);
    for (const [path, { scripts }] of this.#wanted) {
      scripts.delete(script);
      if (scripts.size === 0) this.#wanted.delete(path);
    }
  }
}
