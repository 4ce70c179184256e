import * as vscode from 'vscode';
import type { Failure } from '../../../server/src/lsp/protocol.ts';
import { setContextKey } from './context-keys.ts';
import { describeFailure } from './error-boundary.ts';
import { coloured, parentOf, row, type Row } from './rows.ts';

/** What a view shows. `welcome` leaves it empty, so that the welcome text of package.json that fits the context keys shows. */
export type RowViewContent =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly message?: string }
  | { readonly kind: 'failed'; readonly problem: Failure; readonly retry: string };

export interface RowView {
  readonly dispose: () => void;
  readonly show: (content: RowViewContent) => void;
  readonly tree: vscode.TreeView<Row>;
}

/**
 * A tree view `plumbline.<name>` of rows. Its context key `plumbline:<name>` says `empty`, `filled` or `failed`.
 * A failure shows its message above the rows 'Retry' and 'Show Log', because a welcome text cannot name what failed.
 */
export function createRowView(name: string): RowView {
  const changed = new vscode.EventEmitter<undefined>();
  let rows: readonly Row[] = [];
  const tree = vscode.window.createTreeView<Row>(`plumbline.${name}`, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (parent) => [...(parent?.children ?? rows)],
      getTreeItem: (shown) => shown.item,
      getParent: parentOf,
    },
    showCollapseAll: true,
  });
  return {
    tree,
    show: (content) => {
      rows = content.kind === 'rows' ? content.rows : content.kind === 'failed' ? failureRows(content) : [];
      tree.message = messageOf(content);
      setContextKey(name, content.kind === 'failed' ? 'failed' : rows.length === 0 ? 'empty' : 'filled');
      changed.fire(undefined);
    },
    dispose: () => {
      tree.dispose();
      changed.dispose();
    },
  };
}

/** An empty text takes the message away. */
function messageOf(content: RowViewContent): string {
  if (content.kind === 'failed') return describeFailure(content.problem);
  return content.kind === 'rows' ? (content.message ?? '') : '';
}

function failureRows({ problem, retry }: { problem: Failure; retry: string }): readonly Row[] {
  const signIn = row({
    label: 'Sign In',
    icon: coloured('sign-in'),
    command: { title: 'Sign In', command: 'plumbline.account.signIn' },
  });
  return [
    row({ label: 'Retry', icon: coloured('refresh'), command: { title: 'Retry', command: retry } }),
    ...(problem.code === 'unauthorized' || problem.code === 'no-project' ? [signIn] : []),
    row({
      label: 'Show Log',
      icon: coloured('output'),
      command: { title: 'Show Log', command: 'plumbline.log.show' },
    }),
  ];
}
