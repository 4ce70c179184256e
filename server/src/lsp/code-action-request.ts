import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type Diagnostic,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { codeAction } from '../features/code-action.ts';
import type * as engine from '../features/answers.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { askForEdits, type AskingPorts } from './asked-edits.ts';
import type { Session } from './session.ts';
import { pathOf } from './uri.ts';

const KINDS: Readonly<Record<engine.CodeAction['kind'], CodeActionKind>> = {
  quickfix: CodeActionKind.QuickFix,
  'refactor.extract': CodeActionKind.RefactorExtract,
  'refactor.inline': CodeActionKind.RefactorInline,
  'refactor.rewrite': CodeActionKind.RefactorRewrite,
};

/** Which action of which answer a client has chosen. */
interface ActionMark {
  readonly answer: number;
  readonly index: number;
}

interface Offer {
  readonly snapshot: Snapshot;
  readonly actions: readonly engine.CodeAction[];
}

interface Ports extends Pick<AskingPorts, 'services' | 'isTrusted'> {
  /** Is told that an answer was made. */
  readonly askForNames: () => boolean;
}

/**
 * Answers `textDocument/codeAction`; edits that take work, or ask somebody, are made in `codeAction/resolve`, where the
 * client asks it. An action of an older answer has no edit any more: the text may have changed.
 */
export function registerCodeActions(connection: Connection, session: Session, ports: Ports): void {
  const { boundary, workspace, client } = session;
  let answer = 0;
  let latest: Offer | undefined;
  connection.onCodeAction(
    boundary.request(
      'textDocument/codeAction',
      ({ textDocument, range, context }: CodeActionParams): CodeAction[] | null => {
        const snapshot = workspace.snapshot();
        const state = snapshot.file(pathOf(textDocument.uri));
        if (state.state !== 'loaded') return null;
        const { lines } = state.file;
        const wanted = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
        const actions = codeAction(snapshot, state.file, wanted).filter((action) => isWanted(action, context.only));
        latest = { snapshot, actions };
        answer++;
        ports.askForNames();
        return actions.flatMap((action, index): CodeAction[] => {
          if (action.disabled !== undefined) {
            const disabled = { reason: action.disabled };
            return client.showsDisabledActions ? [{ ...toAction(action, []), disabled }] : [];
          }
          const isLater = (typeof action.edits === 'function' || action.asked !== undefined) && client.resolvesEdits;
          const edit = isLater ? undefined : toEdit(action, snapshot, session);
          if (edit === undefined && !isLater) return [];
          return [{ ...toAction(action, context.diagnostics), ...(edit ? { edit } : { data: { answer, index } }) }];
        });
      },
    ),
  );
  connection.onCodeActionResolve(
    boundary.request('codeAction/resolve', async (action: CodeAction, token): Promise<CodeAction> => {
      const mark = action.data as ActionMark | undefined;
      const chosen = mark?.answer === answer ? latest?.actions[mark.index] : undefined;
      if (chosen === undefined || latest === undefined) return action;
      const { asked } = chosen;
      if (asked === undefined) return withEdit(action, toEdit(chosen, latest.snapshot, session));
      const edits = await askForEdits(asked, { ...ports, connection, session }, token);
      return withEdit(action, edits && toEdit({ edits }, workspace.snapshot(), session));
    }),
  );
}

function withEdit(action: CodeAction, edit: WorkspaceEdit | undefined): CodeAction {
  return edit === undefined ? action : { ...action, edit };
}

function isWanted({ kind }: engine.CodeAction, only: readonly CodeActionKind[] | undefined): boolean {
  return only === undefined || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}

/** `shown` are the editor's diagnostics at the place; the one that the action fixes is named in it. */
function toAction({ title, kind, isPreferred, fixes }: engine.CodeAction, shown: readonly Diagnostic[]): CodeAction {
  const fixed = fixes === undefined ? [] : shown.filter(({ code }) => code === fixes);
  return {
    title,
    kind: KINDS[kind],
    ...(isPreferred === true && { isPreferred: true }),
    ...(fixed.length > 0 && { diagnostics: fixed }),
  };
}

/** Undefined where there is nothing to edit or it cannot be told: a file is not loaded, or the client makes no files. */
function toEdit(
  action: Pick<engine.CodeAction, 'edits' | 'newFiles'>,
  snapshot: Snapshot,
  session: Session,
): WorkspaceEdit | undefined {
  const { newFiles = [] } = action;
  const edits = typeof action.edits === 'function' ? action.edits() : action.edits;
  const changes = new Map<string, TextEdit[]>();
  for (const { path, range, newText } of edits) {
    const state = snapshot.file(path);
    if (state.state !== 'loaded') return undefined;
    const uri = session.documents.uriOf(path);
    const ofFile = changes.get(uri) ?? [];
    ofFile.push({ range: state.file.lines.rangeAt(range), newText });
    changes.set(uri, ofFile);
  }
  if (newFiles.length === 0) return changes.size === 0 ? undefined : { changes: Object.fromEntries(changes) };
  return session.client.createsFiles ? withNewFiles(changes, newFiles, session) : undefined;
}

function withNewFiles(
  changes: ReadonlyMap<string, TextEdit[]>,
  newFiles: readonly engine.NewFile[],
  { documents }: Session,
): WorkspaceEdit {
  const textEdit = (uri: string, edits: TextEdit[]): TextDocumentEdit => ({
    textDocument: { uri, version: null },
    edits,
  });
  const start = { line: 0, character: 0 };
  return {
    documentChanges: [
      ...newFiles.flatMap(({ path, text }) => {
        const uri = documents.uriOf(path);
        // Without options the edit fails where the file is there by now.
        const created = { kind: 'create', uri } as const;
        return [created, textEdit(uri, [{ range: { start, end: start }, newText: text }])];
      }),
      ...[...changes].map(([uri, edits]) => textEdit(uri, edits)),
    ],
  };
}
