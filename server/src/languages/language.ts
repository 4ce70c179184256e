import type { Location, OffsetRange } from '../base/range.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import type { Span } from '../yaml/node.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Something found wrong, at a place that survives edits elsewhere in the file. */
export interface Finding {
  readonly at: Span;
  readonly message: string;
  /** Where it weighs less than the rule says; by default the rule's own. */
  readonly severity?: Severity;
  /** What to write instead of the text at `at`, for a quick fix. */
  readonly replacement?: string;
  readonly related?: readonly RelatedPlace[];
}

export interface RelatedPlace {
  readonly location: Location;
  readonly message: string;
}

/** A finding at a range of one version of a file. */
export interface Diagnostic {
  readonly range: OffsetRange;
  readonly message: string;
  /** `<language>/<rule>`; stable, with a page of the same name. */
  readonly code: string;
  readonly severity: Severity;
  readonly related?: readonly RelatedPlace[];
}

/** One check with one diagnostic code. `code` is `<language>/<file name>`. */
export interface Rule<Model> {
  readonly code: string;
  readonly severity: Severity;
  readonly check: (model: Model, snapshot: Snapshot) => Iterable<Finding>;
}

export interface Hover {
  readonly range: OffsetRange;
  readonly markdown: string;
}

export type CompletionKind =
  'keyword' | 'property' | 'job' | 'value' | 'stage' | 'file' | 'folder' | 'variable' | 'snippet';

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** What `newText` takes the place of. */
  readonly range: OffsetRange;
  readonly newText: string;
  /** `newText` has `$1` tab stops. */
  readonly isSnippet?: boolean;
  readonly detail?: string;
  readonly documentation?: string;
  readonly deprecated?: boolean;
  /** Orders before the label when given. */
  readonly sortText?: string;
}

export type SymbolKind = 'job' | 'hidden-job' | 'stages' | 'variables' | 'include' | 'object' | 'property' | 'file';

export interface DocumentSymbol {
  readonly name: string;
  readonly detail?: string;
  readonly kind: SymbolKind;
  readonly range: OffsetRange;
  readonly selectionRange: OffsetRange;
  readonly children?: readonly DocumentSymbol[];
}

export interface CodeLens {
  readonly range: OffsetRange;
  readonly title: string;
  /** A `plumbline.*` command of the client; without one the lens only tells. */
  readonly command?: { readonly id: string; readonly arguments: readonly unknown[] };
}

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip?: string;
}

export interface TextEdit {
  readonly path: string;
  readonly range: OffsetRange;
  readonly newText: string;
}

export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'refactor';
  readonly isPreferred?: boolean;
  /** The code of the diagnostic that it fixes. */
  readonly fixes?: string;
  readonly edits: readonly TextEdit[];
}

export interface DocumentLink {
  readonly range: OffsetRange;
  readonly path: string;
}

/** A place in a file that a question is about. */
export interface Cursor {
  readonly file: YamlFile;
  readonly offset: number;
}

/**
 * What the engine knows of one kind of file. Every function is pure and synchronous; what it cannot know from the
 * snapshot it leaves out or calls unknown. A file belongs to the first language of the registry that claims it.
 */
export interface Language {
  readonly id: string;
  readonly claims: (file: YamlFile, snapshot: Snapshot) => boolean;
  readonly diagnose: (file: YamlFile, snapshot: Snapshot) => readonly Diagnostic[];
  readonly hover?: (snapshot: Snapshot, cursor: Cursor) => Hover | undefined;
  readonly complete?: (snapshot: Snapshot, cursor: Cursor) => readonly Completion[];
  readonly definition?: (snapshot: Snapshot, cursor: Cursor) => readonly Location[];
  readonly references?: (snapshot: Snapshot, cursor: Cursor) => readonly Location[];
  readonly symbols?: (snapshot: Snapshot, file: YamlFile) => readonly DocumentSymbol[];
  readonly lenses?: (snapshot: Snapshot, file: YamlFile) => readonly CodeLens[];
  readonly hints?: (snapshot: Snapshot, file: YamlFile, range: OffsetRange) => readonly InlayHint[];
  readonly actions?: (snapshot: Snapshot, file: YamlFile, range: OffsetRange) => readonly CodeAction[];
  readonly links?: (snapshot: Snapshot, file: YamlFile) => readonly DocumentLink[];
}

type LanguageDefinition<Model> = Omit<Language, 'diagnose'> & {
  readonly rules: readonly Rule<Model>[];
  readonly analyze: (file: YamlFile, snapshot: Snapshot) => Model;
};

/**
 * Ties a language's parts together and hides its model, so that no other language can depend on it. A finding that says
 * what was meant is a quick fix too.
 */
export function defineLanguage<Model>({ rules, analyze, ...language }: LanguageDefinition<Model>): Language {
  type Use<Answer> = (rule: Rule<Model>, finding: Finding) => readonly Answer[];
  function eachFinding<Answer>(file: YamlFile, snapshot: Snapshot, use: Use<Answer>): Answer[] {
    const model = analyze(file, snapshot);
    return rules.flatMap((rule) => {
      if (snapshot.settings.disabledRules.has(rule.code)) return [];
      return Array.from(rule.check(model, snapshot)).flatMap((finding) => use(rule, finding));
    });
  }
  return {
    ...language,
    diagnose: (file, snapshot) => eachFinding(file, snapshot, (rule, finding) => placeFinding(file, rule, finding)),
    actions: (snapshot, file, range) => [
      ...(language.actions?.(snapshot, file, range) ?? []),
      ...eachFinding(file, snapshot, ({ code }, finding) => quickFix(file, code, finding, range)),
    ],
  };
}

/** A finding in another file is shown there, not here: it has no range in this one. */
function placeFinding(file: YamlFile, rule: Omit<Rule<never>, 'check'>, finding: Finding): Diagnostic[] {
  const range = file.rangeOf(finding.at);
  if (range === undefined) return [];
  const { message, related, severity = rule.severity } = finding;
  return [{ range, message, code: rule.code, severity, ...(related && { related }) }];
}

/** The action that writes what was most likely meant; none where nothing is near, or outside the range. */
function quickFix(file: YamlFile, code: string, finding: Finding, range: OffsetRange): CodeAction[] {
  const { at, replacement } = finding;
  const place = file.rangeOf(at);
  if (replacement === undefined || place === undefined) return [];
  if (place.end < range.start || place.start > range.end) return [];
  const before = file.text.slice(place.start, place.end);
  // A block scalar, or one that goes on below, cannot be replaced by a word.
  if (before.includes('\n') || /^[|>]/.test(before)) return [];
  const edits = [{ path: file.path, range: place, newText: quoteLike(before, replacement) }];
  return [{ title: `Change to '${replacement}'`, kind: 'quickfix', isPreferred: true, fixes: code, edits }];
}

/** Keeps the quotes of the text that is replaced. */
function quoteLike(before: string, text: string): string {
  const quote = /^(["']).*\1$/s.exec(before)?.[1] ?? '';
  return `${quote}${text}${quote}`;
}
