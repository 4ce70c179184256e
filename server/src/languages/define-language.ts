import { disabledRulesFor } from '../workspace/disabled-rules.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import { MORE_OF_A_KIND, MOST_OF_A_KIND } from './most-findings.ts';
import type { CodeAction, Cursor, Diagnostic, Finding, Language, Pace, Rule, TouchedFinding } from './language.ts';

type LanguageDefinition<Model> = Omit<Language, 'diagnose'> & {
  readonly rules: readonly Rule<Model>[];
  readonly analyze: (file: YamlFile, snapshot: Snapshot) => Model;
  /** Goes through a file and keeps what `analyze` and others need of it, for languages whose files may be large. */
  readonly readInParts?: (file: YamlFile) => Iterable<unknown>;
  /** Asked first; a file in which it finds something is asked nothing else. */
  readonly gate?: Rule<YamlFile>;
  /** Ways out of a finding beside writing its `replacement`. */
  readonly fix?: (touched: TouchedFinding<Model>) => readonly CodeAction[];
};

/**
 * Ties a language's parts together and hides its model, so that no other language can depend on it. A finding that says
 * what was meant is a quick fix too.
 */
export function defineLanguage<Model>(definition: LanguageDefinition<Model>): Language {
  const { rules, analyze, readInParts, gate, fix, ...language } = definition;
  const judgementOf = perSnapshot(
    (file, snapshot) => new Judgement(file, snapshot, { rules, analyze, readInParts, gate }),
  );
  const isStopped = (file: YamlFile, snapshot: Snapshot): boolean => judgementOf(file, snapshot).isStopped();
  return {
    ...language,
    ...(gate && onlyWhereRead(language, isStopped)),
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
        return [{ file, code, finding, range: place }];
      });
      return [
        ...touched.flatMap((each) => [
          ...quickFix(each),
          ...((model && fix?.({ ...each, snapshot, model: model.value })) ?? []),
        ]),
        ...((model && language.actions?.(snapshot, file, range)) ?? []),
      ];
    },
  };
}

type Answers = Omit<Language, 'diagnose'>;

/** What a file's text means is not asked where it is not read; its structure is. */
function onlyWhereRead(
  language: Answers,
  isStopped: (file: YamlFile, snapshot: Snapshot) => boolean,
): Partial<Answers> {
  const { hover, complete, definition, references, highlights, prepareRename, rename, lenses, hints } = language;
  const at =
    <Answer>(answer: (snapshot: Snapshot, cursor: Cursor) => Answer, none: Answer) =>
    (snapshot: Snapshot, cursor: Cursor): Answer =>
      isStopped(cursor.file, snapshot) ? none : answer(snapshot, cursor);
  return {
    ...(hover && { hover: at(hover, undefined) }),
    ...(complete && { complete: at(complete, []) }),
    ...(definition && { definition: at(definition, []) }),
    ...(references && { references: at(references, []) }),
    ...(highlights && { highlights: at(highlights, []) }),
    ...(prepareRename && { prepareRename: at(prepareRename, undefined) }),
    ...(rename && {
      rename: (snapshot, cursor, name) =>
        isStopped(cursor.file, snapshot) ? undefined : rename(snapshot, cursor, name),
    }),
    ...(lenses && { lenses: (snapshot, file) => (isStopped(file, snapshot) ? [] : lenses(snapshot, file)) }),
    ...(hints && { hints: (snapshot, file, range) => (isStopped(file, snapshot) ? [] : hints(snapshot, file, range)) }),
  };
}

interface Found {
  readonly rule: Pick<Rule<never>, 'code' | 'severity'>;
  readonly finding: Finding;
}

type Checks<Model> = Pick<LanguageDefinition<Model>, 'rules' | 'analyze'> & {
  readonly gate: Rule<YamlFile> | undefined;
  readonly readInParts: ((file: YamlFile) => Iterable<unknown>) | undefined;
};

/** What the rules say of one version of a file, a rule at a time. */
class Judgement<Model> {
  readonly #parts: Iterator<unknown> | undefined;
  #gate: Rule<YamlFile> | undefined;
  readonly #waiting: Rule<Model>[];
  readonly #analyze: () => Model;
  readonly #file: YamlFile;
  readonly #snapshot: Snapshot;
  readonly #found: Found[] = [];
  #model: { readonly value: Model } | undefined;
  #isRefused = false;
  #isStopped = false;

  constructor(file: YamlFile, snapshot: Snapshot, { rules, analyze, readInParts, gate }: Checks<Model>) {
    this.#parts = readInParts?.(file)[Symbol.iterator]();
    const disabled = disabledRulesFor(snapshot, file.path);
    this.#gate = gate === undefined || disabled.has(gate.code) ? undefined : gate;
    this.#waiting = rules.filter(({ code }) => !disabled.has(code));
    this.#waiting.sort((a, b) => Number(a.isLate ?? false) - Number(b.isLate ?? false));
    this.#analyze = () => analyze(file, snapshot);
    this.#file = file;
    this.#snapshot = snapshot;
  }

  /** Analyzes the file or asks one rule; false when all that the pace allows were asked. */
  advance(pace: Pace = 'pause'): boolean {
    if (this.#isStopped) return false;
    if (this.#gate !== undefined) {
      this.#askGate(this.#gate);
      return true;
    }
    if (this.#model === undefined) {
      if (this.#parts?.next().done === false) return true;
      this.#model = { value: this.#analyze() };
      return true;
    }
    const [rule] = this.#waiting;
    if (rule === undefined || (pace === 'typing' && rule.isLate === true)) return false;
    this.#waiting.shift();
    this.#take(rule, rule.check(this.#model.value, this.#snapshot, this.#isRefused));
    return true;
  }

  /** Whether the gate lets nothing through. */
  isStopped(): boolean {
    if (this.#gate !== undefined) this.#askGate(this.#gate);
    return this.#isStopped;
  }

  #askGate(gate: Rule<YamlFile>): void {
    this.#gate = undefined;
    this.#take(gate, gate.check(this.#file, this.#snapshot, false));
    this.#isStopped = this.#found.length > 0;
  }

  #take(rule: Found['rule'], findings: Iterable<Finding>): void {
    let shown = 0;
    for (const finding of findings) {
      // What is in another file is shown there.
      const isHere = this.#file.rangeOf(finding.at) !== undefined;
      if (isHere && ++shown > MOST_OF_A_KIND) {
        this.#found.push({ rule, finding: { at: finding.at, message: MORE_OF_A_KIND, severity: 'information' } });
        return;
      }
      this.#found.push({ rule, finding });
      this.#isRefused ||= isHere && (finding.severity ?? rule.severity) === 'error';
    }
  }

  /** There is no model where the gate let nothing through. */
  finish(pace?: Pace): { readonly model: { readonly value: Model } | undefined; readonly found: readonly Found[] } {
    while (this.advance(pace));
    return { model: this.#model, found: this.#found };
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
function placeFinding(file: YamlFile, rule: Found['rule'], finding: Finding): Diagnostic[] {
  const range = file.rangeOf(finding.at);
  if (range === undefined) return [];
  const { message, related, severity = rule.severity } = finding;
  return [{ range, message, code: rule.code, severity, ...(related && { related }) }];
}

/** The action that writes what was most likely meant; none where nothing is near. */
function quickFix({ file, code, finding, range }: Omit<TouchedFinding<unknown>, 'model' | 'snapshot'>): CodeAction[] {
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
