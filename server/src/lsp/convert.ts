import {
  CodeActionKind,
  CompletionItemKind,
  CompletionItemTag,
  DiagnosticSeverity,
  InsertTextFormat,
  MarkupKind,
  SymbolKind,
  type CodeAction,
  type CodeLens,
  type CompletionItem,
  type Diagnostic,
  type DocumentSymbol,
  type Location,
  type Range,
  type TextEdit,
} from 'vscode-languageserver/node';
import type { OffsetRange, Location as EngineLocation } from '../base/range.ts';
import type * as engine from '../features/answers.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';

/** What conversion needs to know beside the answer itself. */
export interface Target {
  readonly snapshot: Snapshot;
  readonly uriOf: (path: string) => string;
}

const SEVERITIES: Readonly<Record<engine.Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const COMPLETION_KINDS: Readonly<Record<engine.CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  property: CompletionItemKind.Property,
  job: CompletionItemKind.Function,
  value: CompletionItemKind.Value,
  stage: CompletionItemKind.EnumMember,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  variable: CompletionItemKind.Variable,
  snippet: CompletionItemKind.Snippet,
};

const SYMBOL_KINDS: Readonly<Record<engine.SymbolKind, SymbolKind>> = {
  job: SymbolKind.Function,
  'hidden-job': SymbolKind.Interface,
  stages: SymbolKind.Enum,
  variables: SymbolKind.Variable,
  include: SymbolKind.Module,
  object: SymbolKind.Object,
  property: SymbolKind.Property,
  file: SymbolKind.File,
};

export function toDiagnostic(file: YamlFile, diagnostic: engine.Diagnostic, target: Target): Diagnostic {
  const related = diagnostic.related?.flatMap(({ location, message }) => {
    const place = toLocation(location, target);
    return place === undefined ? [] : [{ location: place, message }];
  });
  return {
    range: file.lines.rangeAt(diagnostic.range),
    message: diagnostic.message,
    severity: SEVERITIES[diagnostic.severity],
    code: diagnostic.code,
    source: 'plumbline',
    ...(related && { relatedInformation: related }),
  };
}

/** Undefined for a place in a file that is not loaded: its lines are not known. */
export function toLocation({ path, range }: EngineLocation, { snapshot, uriOf }: Target): Location | undefined {
  const state = snapshot.file(path);
  if (state.state === 'loaded') return { uri: uriOf(path), range: state.file.lines.rangeAt(range) };
  const start = { line: 0, character: 0 };
  return range.start === 0 ? { uri: uriOf(path), range: { start, end: start } } : undefined;
}

export function toLocations(locations: readonly EngineLocation[], target: Target): Location[] {
  return locations.map((location) => toLocation(location, target)).filter((location) => location !== undefined);
}

export function toCompletionItem(file: YamlFile, item: engine.Completion, snippets: boolean): CompletionItem {
  const isSnippet = item.isSnippet === true;
  const newText = isSnippet && !snippets ? withoutTabStops(item.newText) : item.newText;
  return {
    label: item.label,
    kind: COMPLETION_KINDS[item.kind],
    textEdit: { range: file.lines.rangeAt(item.range), newText },
    ...(isSnippet && snippets && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(item.detail !== undefined && { detail: item.detail }),
    ...(item.documentation !== undefined && {
      documentation: { kind: MarkupKind.Markdown, value: item.documentation },
    }),
    ...(item.deprecated === true && { tags: [CompletionItemTag.Deprecated] }),
    ...(item.sortText !== undefined && { sortText: item.sortText }),
  };
}

function withoutTabStops(snippet: string): string {
  return snippet.replace(/\$\{\d+:([^}]*)\}|\$\d+|\$\{\d+\}/g, (_, placeholder?: string) => placeholder ?? '');
}

export function toDocumentSymbol(file: YamlFile, symbol: engine.DocumentSymbol): DocumentSymbol {
  const { name, detail, kind, range, selectionRange, children } = symbol;
  return {
    // An empty name is refused by VS Code, with all symbols of the file.
    name: name === '' ? "''" : name,
    kind: SYMBOL_KINDS[kind],
    range: file.lines.rangeAt(range),
    selectionRange: file.lines.rangeAt(within(selectionRange, range)),
    ...(detail !== undefined && { detail }),
    ...(children && { children: children.map((child) => toDocumentSymbol(file, child)) }),
  };
}

/** LSP wants the selection inside the range. */
function within(inner: OffsetRange, outer: OffsetRange): OffsetRange {
  const start = Math.min(Math.max(inner.start, outer.start), outer.end);
  return { start, end: Math.min(Math.max(inner.end, start), outer.end) };
}

export function toCodeLens(file: YamlFile, { range, title, command }: engine.CodeLens): CodeLens {
  return {
    range: file.lines.rangeAt(range),
    command: { title, command: command?.id ?? '', ...(command && { arguments: [...command.arguments] }) },
  };
}

/** `shown` are the editor's diagnostics at the place; the one that the action fixes is named in it. */
export function toCodeAction(
  action: engine.CodeAction,
  shown: readonly Diagnostic[],
  target: Target,
): CodeAction | undefined {
  const changes: Record<string, TextEdit[]> = {};
  for (const { path, range, newText } of action.edits) {
    const place = toRange(path, range, target);
    if (place === undefined) return undefined;
    (changes[target.uriOf(path)] ??= []).push({ range: place, newText });
  }
  const fixed = shown.filter(({ code }) => code === action.fixes);
  return {
    title: action.title,
    kind: action.kind === 'quickfix' ? CodeActionKind.QuickFix : CodeActionKind.Refactor,
    edit: { changes },
    ...(action.isPreferred === true && { isPreferred: true }),
    ...(fixed.length > 0 && { diagnostics: fixed }),
  };
}

function toRange(path: string, range: OffsetRange, { snapshot }: Target): Range | undefined {
  const state = snapshot.file(path);
  return state.state === 'loaded' ? state.file.lines.rangeAt(range) : undefined;
}
