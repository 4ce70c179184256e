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
type TextLanguageDefinition<Model> = Omit<Language, 'diagnose' | 'actions'> & {
  readonly rules: readonly TextRule<Model>[];
  readonly analyze: (file: TextFile) => Model;
};

/** As `defineLanguage`, for a language whose files are no YAML. */
export function defineTextLanguage<Model>({ rules, analyze, ...language }: TextLanguageDefinition<Model>): Language {
  type Found = readonly [TextRule<Model>, TextFinding];
  const findingsOf = (file: TextFile, snapshot: Snapshot): readonly Found[] => {
    const model = analyze(file);
    return rules
      .filter(({ code }) => !snapshot.settings.disabledRules.has(code))
      .flatMap((rule) => Array.from(someOf(rule.check(model, snapshot)), (finding): Found => [rule, finding]));
  };
  return {
    ...language,
    diagnose: (file, snapshot) => findingsOf(file, snapshot).map(([rule, finding]) => toDiagnostic(rule, finding)),
    actions: (snapshot, file, range) =>
      findingsOf(file, snapshot).flatMap(([rule, finding]) => quickFix(file.path, rule.code, finding, range)),
  };
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
