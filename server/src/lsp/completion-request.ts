import {
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  InsertTextMode,
  type CompletionItem,
  type CompletionList,
  type CompletionParams,
  type Connection,
} from 'vscode-languageserver/node';
import { completion } from '../features/completion.ts';
import type * as engine from '../features/answers.ts';
import type { YamlFile } from '../yaml/file.ts';
import { toMarkup } from './convert.ts';
import type { ClientAbilities, Session } from './session.ts';
import { pathOf } from './uri.ts';

const KINDS: Readonly<Record<engine.CompletionKind, CompletionItemKind>> = {
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

/** Which item of which list a client asks more about. */
interface ItemMark {
  readonly list: number;
  readonly index: number;
}

/**
 * Answers `textDocument/completion`, and `completionItem/resolve` for items whose documentation takes work. Only the
 * list sent last can be asked about: no client shows an older one. `askForNames` is told that a list was made, and
 * answers whether more names are on their way.
 */
export function registerCompletion(connection: Connection, session: Session, askForNames: () => boolean): void {
  const { boundary, workspace, client } = session;
  let list = 0;
  let latest: readonly engine.Completion[] = [];
  connection.onCompletion(
    boundary.request(
      'textDocument/completion',
      ({ textDocument, position, context }: CompletionParams): CompletionList | null => {
        const snapshot = workspace.snapshot();
        const state = snapshot.file(pathOf(textDocument.uri));
        if (state.state !== 'loaded') return null;
        const { file } = state;
        const offered = completion(snapshot, { file, offset: file.lines.offsetAt(position) });
        latest = context?.triggerCharacter === ':' ? offered.filter(staysOnLine) : offered;
        list++;
        const items = latest.map((item, index) => toItem(file, item, { client, mark: { list, index } }));
        return { isIncomplete: askForNames(), items };
      },
    ),
  );
  connection.onCompletionResolve(
    boundary.request('completionItem/resolve', (item: CompletionItem): CompletionItem => {
      const mark = item.data as ItemMark | undefined;
      const documentation = mark?.list === list ? textOf(latest[mark.index]?.documentation) : undefined;
      return documentation === undefined ? item : { ...item, documentation: toMarkup(documentation) };
    }),
  );
}

/**
 * Behind the colon of a key most people press Enter next, and editors take the first proposal at that key: a list that nobody
 * asked for holds nothing that only begins on the next line.
 */
function staysOnLine({ newText }: engine.Completion): boolean {
  return !newText.startsWith('\n');
}

interface ItemContext {
  readonly client: ClientAbilities;
  readonly mark: ItemMark;
}

function toItem(file: YamlFile, item: engine.Completion, { client, mark }: ItemContext): CompletionItem {
  const { label, kind, range, detail, sortText, filterText } = item;
  const isSnippet = item.isSnippet === true;
  const newText = isSnippet && !client.snippets ? withoutTabStops(item.newText) : item.newText;
  const isOffered = item.continues === true && client.isVsCode;
  return {
    label,
    kind: KINDS[kind],
    textEdit: { range: file.lines.rangeAt(range), newText },
    ...present({ detail, sortText, filterText }),
    ...(detail !== undefined && client.labelDetails && { labelDetails: { description: detail } }),
    ...(isSnippet && client.snippets && { insertTextFormat: InsertTextFormat.Snippet }),
    // Lines below the first are indented from the line that is written on.
    ...(newText.includes('\n') && { insertTextMode: InsertTextMode.adjustIndentation }),
    ...explained(item, client, mark),
    ...(item.deprecated === true && { tags: [CompletionItemTag.Deprecated] }),
    ...(isOffered && { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }),
  };
}

function present(fields: Readonly<Record<string, string | undefined>>): Partial<CompletionItem> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function explained(item: engine.Completion, client: ClientAbilities, mark: ItemMark): Partial<CompletionItem> {
  if (typeof item.documentation === 'function' && client.resolvesDocumentation) return { data: mark };
  const documentation = textOf(item.documentation);
  return documentation === undefined ? {} : { documentation: toMarkup(documentation) };
}

function textOf(documentation: engine.Completion['documentation']): string | undefined {
  return typeof documentation === 'function' ? documentation() : documentation;
}

/** The text of a snippet for editors that know none. */
function withoutTabStops(snippet: string): string {
  return snippet
    .replace(/\$\{\d+:([^}]*)\}|\$\d+|\$\{\d+\}/g, (_, placeholder?: string) => placeholder ?? '')
    .replace(/\\([$}\\])/g, '$1');
}
