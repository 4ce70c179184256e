import { derive, hasAsked, stillHolds, type Derived } from '../workspace/derived.ts';
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
  // Kept because actions are asked for at each cursor move, long after the findings, and because most edits are elsewhere.
  const judgements = new WeakMap<YamlFile, Judgement<Model>>();
  // By path: the next version shows what the late rules found in this one until they have answered again.
  const latest = new Map<string, WeakRef<Judgement<Model>>>();
  const judgementOf = (file: YamlFile, snapshot: Snapshot): Judgement<Model> => {
    const known = judgements.get(file);
    if (known?.renew(snapshot) === true) return known;
    const before = latest.get(file.path)?.deref()?.lateFindings().map(withoutPlaces) ?? [];
    const judgement = new Judgement(file, snapshot, { rules, analyze, readInParts, gate, before });
    judgements.set(file, judgement);
    latest.set(file.path, new WeakRef(judgement));
    return judgement;
  };
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
  /** What the late rules found in the version before. */
  readonly before: readonly Found[];
};

/** What a rule said. */
interface Answer {
  /** What it asked the snapshot; undefined for nothing. */
  readonly asked?: Derived<unknown>;
  readonly found: readonly Found[];
  /** An error was found in the file itself. */
  readonly isRefused: boolean;
  /** The same of the rules before, which the rule was told. */
  readonly wasRefused: boolean;
}

/** What the rules say of one version of a file, a rule at a time. */
class Judgement<Model> {
  /** The snapshot for all but the rules: of what each of them asks the other ones need not know. */
  readonly #basis: Derived<Snapshot>;
  readonly #parts: Iterator<unknown> | undefined;
  readonly #gate: Rule<YamlFile> | undefined;
  readonly #rules: readonly Rule<Model>[];
  readonly #answers: (Answer | undefined)[] = [];
  /** How many rules do not wait for a pause; they come first. */
  readonly #early: number;
  readonly #before: readonly Found[];
  readonly #analyze: (snapshot: Snapshot) => Model;
  readonly #file: YamlFile;
  /** The snapshot that everything here is known to hold for. */
  #snapshot: Snapshot;
  /** A snapshot for the next rule, of which nobody has asked anything yet. */
  #unasked: Derived<Snapshot> | undefined;
  #model: { readonly value: Model } | undefined;
  #gateAnswer: Answer | undefined;
  /** The rules before this one have answered, and whether one of them found an error. */
  #next = { index: 0, isRefused: false };

  constructor(file: YamlFile, snapshot: Snapshot, { rules, analyze, readInParts, gate, before }: Checks<Model>) {
    this.#basis = derive(snapshot, (own) => own);
    this.#parts = readInParts?.(file)[Symbol.iterator]();
    const disabled = disabledRulesFor(this.#basis.value, file.path);
    this.#gate = gate === undefined || disabled.has(gate.code) ? undefined : gate;
    const enabled = rules.filter(({ code }) => !disabled.has(code));
    const early = enabled.filter(({ isLate }) => isLate !== true);
    this.#rules = [...early, ...enabled.filter(({ isLate }) => isLate === true)];
    this.#early = early.length;
    this.#before = before;
    this.#snapshot = snapshot;
    this.#analyze = (own) => analyze(file, own);
    this.#file = file;
  }

  /** Makes it a judgement of a later snapshot, forgetting what may be otherwise there; false when that is everything. */
  renew(snapshot: Snapshot): boolean {
    if (this.#snapshot === snapshot) return true;
    if (!stillHolds(this.#basis, snapshot)) return false;
    for (const [index, answer] of this.#answers.entries()) {
      if (answer?.asked === undefined || stillHolds(answer.asked, snapshot)) continue;
      this.#answers[index] = undefined;
      this.#next = { index: 0, isRefused: false };
    }
    this.#snapshot = snapshot;
    this.#unasked = undefined;
    return true;
  }

  /** Analyzes the file or asks one rule; false when all that the pace allows were asked. */
  advance(pace: Pace = 'pause'): boolean {
    if (this.#gate !== undefined && this.#gateAnswer === undefined) {
      this.isStopped();
      return true;
    }
    if (this.isStopped()) return false;
    if (this.#model === undefined) {
      if (this.#parts?.next().done === false) return true;
      this.#model = { value: this.#analyze(this.#basis.value) };
      return true;
    }
    return this.#askNext(this.#model.value, pace);
  }

  /** Whether the gate lets nothing through. */
  isStopped(): boolean {
    const gate = this.#gate;
    if (gate === undefined) return false;
    this.#gateAnswer ??= this.#take(gate, gate.check(this.#file, this.#basis.value, false), false);
    return this.#gateAnswer.found.length > 0;
  }

  /** Asks the first rule that has no answer yet, or was told something else of the rules before. */
  #askNext(model: Model, pace: Pace): boolean {
    for (let rule = this.#rules[this.#next.index]; rule !== undefined; rule = this.#rules[this.#next.index]) {
      const { index, isRefused } = this.#next;
      const answer = this.#answers[index];
      if (answer?.wasRefused === isRefused) {
        this.#next = { index: index + 1, isRefused: isRefused || answer.isRefused };
        continue;
      }
      if (pace === 'typing' && rule.isLate === true) return false;
      this.#answers[index] = this.#ask(rule, model, isRefused);
      return true;
    }
    return false;
  }

  /** Most rules ask the snapshot nothing: the next one is given the same. */
  #ask(rule: Rule<Model>, model: Model, wasRefused: boolean): Answer {
    const asked = this.#unasked ?? derive(this.#basis.value, (own) => own);
    const answer = this.#take(rule, rule.check(model, asked.value, wasRefused), wasRefused);
    this.#unasked = hasAsked(asked) ? undefined : asked;
    return this.#unasked === undefined ? { ...answer, asked } : answer;
  }

  #take(rule: Found['rule'], findings: Iterable<Finding>, wasRefused: boolean): Answer {
    const found: Found[] = [];
    let shown = 0;
    let isRefused = false;
    for (const finding of findings) {
      // What is in another file is shown there.
      const isHere = this.#file.rangeOf(finding.at) !== undefined;
      if (isHere && ++shown > MOST_OF_A_KIND) {
        found.push({ rule, finding: { at: finding.at, message: MORE_OF_A_KIND, severity: 'information' } });
        break;
      }
      found.push({ rule, finding });
      isRefused ||= isHere && (finding.severity ?? rule.severity) === 'error';
    }
    return { found, isRefused, wasRefused };
  }

  /** What the late rules found here or, until they were asked, in the version before. */
  lateFindings(): readonly Found[] {
    const late = this.#answers.slice(this.#early);
    const isKnown = late.length === this.#rules.length - this.#early && !late.includes(undefined);
    return isKnown ? foundIn(late) : this.#before;
  }

  /** There is no model where the gate let nothing through. */
  finish(pace?: Pace): { readonly model: { readonly value: Model } | undefined; readonly found: readonly Found[] } {
    while (this.advance(pace));
    if (this.isStopped()) return { model: undefined, found: this.#gateAnswer?.found ?? [] };
    return { model: this.#model, found: [...foundIn(this.#answers.slice(0, this.#early)), ...this.lateFindings()] };
  }
}

/** Places elsewhere are those of another version. */
function withoutPlaces({ rule, finding }: Found): Found {
  const { at, message, severity, replacement } = finding;
  return {
    rule,
    finding: { at, message, ...(severity && { severity }), ...(replacement !== undefined && { replacement }) },
  };
}

function foundIn(answers: readonly (Answer | undefined)[]): Found[] {
  return answers.flatMap((answer) => answer?.found ?? []);
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
