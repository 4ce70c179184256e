import {
  DiagnosticSeverity,
  MarkupKind,
  SymbolKind,
  type Diagnostic,
  type DocumentSymbol,
  type Location,
  type MarkupContent,
  type SymbolInformation,
  type TextEdit,
} from 'vscode-languageserver/node';
import { withoutImages } from '../base/markdown.ts';
import type { OffsetRange, Location as EngineLocation } from '../base/range.ts';
import type * as engine from '../features/answers.ts';
import { rangeOfSymbol } from '../features/document-symbol.ts';
import type { WorkspaceSymbol } from '../features/workspace-symbol.ts';
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

const SYMBOL_KINDS: Readonly<Record<engine.SymbolKind, SymbolKind>> = {
  job: SymbolKind.Function,
  'hidden-job': SymbolKind.Interface,
  stages: SymbolKind.Enum,
  variables: SymbolKind.Variable,
  include: SymbolKind.Module,
  object: SymbolKind.Object,
  property: SymbolKind.Property,
  file: SymbolKind.File,
  section: SymbolKind.Namespace,
};

/** A text of Markdown as the client shows it. */
export function toMarkup(markdown: string): MarkupContent {
  return { kind: MarkupKind.Markdown, value: withoutImages(markdown) };
}

/** A finding for the client, with those of its related places that can be shown. */
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
function toLocation({ path, range }: EngineLocation, { snapshot, uriOf }: Target): Location | undefined {
  const state = snapshot.file(path);
  if (state.state === 'loaded') return { uri: uriOf(path), range: state.file.lines.rangeAt(range) };
  const start = { line: 0, character: 0 };
  return range.start === 0 ? { uri: uriOf(path), range: { start, end: start } } : undefined;
}

/** Places for the client, without those whose lines are not known. */
export function toLocations(locations: readonly EngineLocation[], target: Target): Location[] {
  return locations.map((location) => toLocation(location, target)).filter((location) => location !== undefined);
}

/** A symbol with those in it. One whose block stands where it stood is converted once. */
export function toDocumentSymbol(file: YamlFile, symbol: engine.DocumentSymbol): DocumentSymbol {
  const { block } = symbol.range;
  const place = block && file.rangeOf({ block, start: 0, end: 0 });
  if (place === undefined) return createDocumentSymbol(file, symbol);
  const { line, character } = file.lines.positionAt(place.start);
  const before = symbols.get(symbol);
  if (before?.line === line && before.character === character) return before.converted;
  const converted = createDocumentSymbol(file, symbol);
  symbols.set(symbol, { line, character, converted });
  return converted;
}

/** What lies in a block, by the line in which the block began: a keystroke moves no other block to another line. */
const symbols = new WeakMap<
  engine.DocumentSymbol,
  { readonly line: number; readonly character: number; readonly converted: DocumentSymbol }
>();

function createDocumentSymbol(file: YamlFile, symbol: engine.DocumentSymbol): DocumentSymbol {
  const { name, detail, kind, children } = symbol;
  const [range, selectionRange] = [rangeOfSymbol(file, symbol.range), rangeOfSymbol(file, symbol.selectionRange)];
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

/** Edits by document; those in a file that is not loaded are left out, as its lines are not known. */
export function toChanges(edits: readonly engine.TextEdit[], { snapshot, uriOf }: Target): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const { path, range, newText } of edits) {
    const state = snapshot.file(path);
    if (state.state !== 'loaded') continue;
    (changes[uriOf(path)] ??= []).push({ range: state.file.lines.rangeAt(range), newText });
  }
  return changes;
}

/** None for a place in a file that is not loaded. */
export function toSymbolInformation(
  { name, kind, container, location }: WorkspaceSymbol,
  target: Target,
): SymbolInformation[] {
  const place = toLocation(location, target);
  if (place === undefined) return [];
  return [
    { name, kind: SYMBOL_KINDS[kind], location: place, ...(container !== undefined && { containerName: container }) },
  ];
}
