import { disabledRulesFor } from '../workspace/disabled-rules.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import type { CodeAction, Diagnostic, Finding, Language, Pace, Rule, TouchedFinding } from './language.ts';

type LanguageDefinition<Model> = Omit<Language, 'diagnose'> & {
  readonly rules: readonly Rule<Model>[];
  readonly analyze: (file: YamlFile, snapshot: Snapshot) => Model;
  /** Ways out of a finding beside writing its `replacement`. */
  readonly fix?: (touched: TouchedFinding<Model>) => readonly CodeAction[];
};

/**
 * Ties a language's parts together and hides its model, so that no other language can depend on it. A finding that says
 * what was meant is a quick fix too.
 */
export function defineLanguage<Model>(definition: LanguageDefinition<Model>): Language {
  const { rules, analyze, fix, ...language } = definition;
  const judgementOf = perSnapshot((file, snapshot) => new Judgement(file, snapshot, rules, analyze));
  return {
    ...language,
    prepare: (file, snapshot, pace) => judgementOf(file, snapshot).advance(pace),
    diagnose: (file, snapshot, pace) =>
      judgementOf(file, snapshot)
        .finish(pace)
        .found.flatMap(({ rule, finding }) => placeFinding(file, rule, finding)),
    actions: (snapshot, file, range) => {
      const { model, found } = judgementOf(file, snapshot).finish();
      const touched = found.flatMap(({ rule: { code }, finding }) => {
        const place = file.rangeOf(finding.at);
        if (place === undefined || place.end < range.start || place.start > range.end) return [];
        return [{ file, snapshot, model, code, finding, range: place }];
      });
      return [
        ...touched.flatMap((each) => [...quickFix(each), ...(fix?.(each) ?? [])]),
        ...(language.actions?.(snapshot, file, range) ?? []),
      ];
    },
  };
}

interface Found<Model> {
  readonly rule: Rule<Model>;
  readonly finding: Finding;
}

/** What the rules say of one version of a file, a rule at a time. */
class Judgement<Model> {
  readonly #waiting: Rule<Model>[];
  readonly #analyze: () => Model;
  readonly #file: YamlFile;
  readonly #snapshot: Snapshot;
  readonly #found: Found<Model>[] = [];
  #model: { readonly value: Model } | undefined;
  #isRefused = false;

  constructor(
    file: YamlFile,
    snapshot: Snapshot,
    rules: readonly Rule<Model>[],
    analyze: (file: YamlFile, snapshot: Snapshot) => Model,
  ) {
    const disabled = disabledRulesFor(snapshot, file.path);
    this.#waiting = rules.filter(({ code }) => !disabled.has(code));
    this.#waiting.sort((a, b) => Number(a.isLate ?? false) - Number(b.isLate ?? false));
    this.#analyze = () => analyze(file, snapshot);
    this.#file = file;
    this.#snapshot = snapshot;
  }

  /** Analyzes the file or asks one rule; false when all that the pace allows were asked. */
  advance(pace: Pace = 'pause'): boolean {
    if (this.#model === undefined) {
      this.#model = { value: this.#analyze() };
      return true;
    }
    const [rule] = this.#waiting;
    if (rule === undefined || (pace === 'typing' && rule.isLate === true)) return false;
    this.#waiting.shift();
    const findings = [...rule.check(this.#model.value, this.#snapshot, this.#isRefused)];
    for (const finding of findings) this.#found.push({ rule, finding });
    this.#isRefused ||= findings.some(({ at, severity = rule.severity }) => {
      return severity === 'error' && this.#file.rangeOf(at) !== undefined;
    });
    return true;
  }

  finish(pace?: Pace): { readonly model: Model; readonly found: readonly Found<Model>[] } {
    while (this.advance(pace));
    return { model: this.#model?.value ?? this.#analyze(), found: this.#found };
  }
}

/** The same answer for the same file and snapshot: actions are asked for at each cursor move, long after the findings. */
function perSnapshot<Answer>(
  compute: (file: YamlFile, snapshot: Snapshot) => Answer,
): (file: YamlFile, snapshot: Snapshot) => Answer {
  const known = new WeakMap<Snapshot, WeakMap<YamlFile, Answer>>();
  return (file, snapshot) => {
    const ofSnapshot = known.get(snapshot) ?? new WeakMap<YamlFile, Answer>();
    known.set(snapshot, ofSnapshot);
    const answer = ofSnapshot.get(file) ?? compute(file, snapshot);
    ofSnapshot.set(file, answer);
    return answer;
  };
}

/** A finding in another file is shown there, not here: it has no range in this one. */
function placeFinding(file: YamlFile, rule: Omit<Rule<never>, 'check'>, finding: Finding): Diagnostic[] {
  const range = file.rangeOf(finding.at);
  if (range === undefined) return [];
  const { message, related, severity = rule.severity } = finding;
  return [{ range, message, code: rule.code, severity, ...(related && { related }) }];
}

/** The action that writes what was most likely meant; none where nothing is near. */
function quickFix({ file, code, finding, range }: TouchedFinding<unknown>): CodeAction[] {
  const { replacement } = finding;
  if (replacement === undefined) return [];
  const before = file.text.slice(range.start, range.end);
  // A block scalar, or one that goes on below, cannot be replaced by a word.
  if (before.includes('\n') || /^[|>]/.test(before)) return [];
  const edits = [{ path: file.path, range, newText: quoteLike(before, replacement) }];
  return [{ title: `Change to '${replacement}'`, kind: 'quickfix', isPreferred: true, fixes: code, edits }];
}

/** Keeps the quotes of the text that is replaced. */
function quoteLike(before: string, text: string): string {
  const quote = /^(["']).*\1$/s.exec(before)?.[1] ?? '';
  return `${quote}${text}${quote}`;
}
