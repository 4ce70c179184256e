import { MORE_OF_A_KIND, MOST_OF_A_KIND } from './most-findings.ts';
import type { OffsetRange } from '../base/range.ts';
import type { TextFile } from '../base/text-file.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { CodeAction, Diagnostic, Language, RelatedPlace, Severity, TextEdit } from './language.ts';

/** Something found wrong in a text that is no YAML. */
export interface TextFinding {
  readonly range: OffsetRange;
  readonly message: string;
  /** Where it weighs less than the rule says; by default the rule's own. */
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
  /** The way out, for a quick fix. */
  readonly fix?: { readonly title: string; readonly edits: readonly Omit<TextEdit, 'path'>[] };
}

/** One check with one diagnostic code. `code` is `<language>/<file name>`. */
export interface TextRule<Model> {
  readonly code: string;
  readonly severity: Severity;
  readonly check: (model: Model, snapshot: Snapshot) => Iterable<TextFinding>;
}

/** Functions of a `Language` that is made so know nothing of YAML: the file that they are given has only its text. */
type TextLanguageDefinition<Model> = Omit<Language, 'diagnose' | 'actions' | 'prepare'> & {
  readonly rules: readonly TextRule<Model>[];
  readonly analyze: (file: TextFile) => Model;
  /** Goes through a file and keeps what `analyze` and the rules need of it, as files may be large. */
  readonly readInParts?: (file: TextFile) => Iterable<unknown>;
};

type Found<Model> = readonly [TextRule<Model>, TextFinding];

/** As `defineLanguage`, for a language whose files are no YAML. */
export function defineTextLanguage<Model>(definition: TextLanguageDefinition<Model>): Language {
  const { rules, analyze, readInParts, ...language } = definition;
  const known = new WeakMap<Snapshot, WeakMap<TextFile, TextJudgement<Model>>>();
  const judgementOf = (file: TextFile, snapshot: Snapshot): TextJudgement<Model> => {
    const ofSnapshot = known.get(snapshot) ?? new WeakMap<TextFile, TextJudgement<Model>>();
    known.set(snapshot, ofSnapshot);
    const judgement = ofSnapshot.get(file) ?? new TextJudgement({ rules, analyze, readInParts }, file, snapshot);
    ofSnapshot.set(file, judgement);
    return judgement;
  };
  return {
    ...language,
    prepare: (file, snapshot) => judgementOf(file, snapshot).advance(),
    diagnose: (file, snapshot) =>
      judgementOf(file, snapshot)
        .finish()
        .map(([rule, finding]) => toDiagnostic(rule, finding)),
    actions: (snapshot, file, range) =>
      judgementOf(file, snapshot)
        .finish()
        .flatMap(([rule, finding]) => quickFix(file.path, rule.code, finding, range)),
  };
}

interface Checks<Model> {
  readonly rules: readonly TextRule<Model>[];
  readonly analyze: (file: TextFile) => Model;
  readonly readInParts: ((file: TextFile) => Iterable<unknown>) | undefined;
}

/** What the rules say of one version of a file, a rule at a time. */
class TextJudgement<Model> {
  readonly #parts: Iterator<unknown> | undefined;
  readonly #waiting: TextRule<Model>[];
  readonly #analyze: () => Model;
  readonly #snapshot: Snapshot;
  readonly #found: Found<Model>[] = [];
  #isRead = false;

  constructor({ rules, analyze, readInParts }: Checks<Model>, file: TextFile, snapshot: Snapshot) {
    this.#parts = readInParts?.(file)[Symbol.iterator]();
    this.#waiting = rules.filter(({ code }) => !snapshot.settings.disabledRules.has(code));
    this.#analyze = () => analyze(file);
    this.#snapshot = snapshot;
  }

  /** Reads a part of the file or asks one rule; false when all were asked. */
  advance(): boolean {
    this.#isRead ||= this.#parts?.next().done !== false;
    if (!this.#isRead) return true;
    const rule = this.#waiting.shift();
    if (rule === undefined) return false;
    for (const finding of someOf(rule.check(this.#analyze(), this.#snapshot))) this.#found.push([rule, finding]);
    return true;
  }

  finish(): readonly Found<Model>[] {
    while (this.advance());
    return this.#found;
  }
}

function* someOf(findings: Iterable<TextFinding>): Generator<TextFinding> {
  let told = 0;
  for (const finding of findings) {
    if (++told > MOST_OF_A_KIND) {
      yield { range: finding.range, message: MORE_OF_A_KIND, severity: 'information' };
      return;
    }
    yield finding;
  }
}

function toDiagnostic(rule: Omit<TextRule<never>, 'check'>, finding: TextFinding): Diagnostic {
  const { range, message, related, severity = rule.severity } = finding;
  return { range, message, code: rule.code, severity, ...(related && { related }) };
}

function quickFix(path: string, code: string, { range, fix }: TextFinding, asked: OffsetRange): CodeAction[] {
  if (fix === undefined || range.end < asked.start || range.start > asked.end) return [];
  const edits = fix.edits.map((edit) => ({ ...edit, path }));
  return [{ title: fix.title, kind: 'quickfix', isPreferred: true, fixes: code, edits }];
}
