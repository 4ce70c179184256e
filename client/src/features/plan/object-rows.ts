import type * as vscode from 'vscode';
import type { ObjectsPlanPreview, PlannedObject } from '../../../../server/src/lsp/protocol.ts';
import { counted } from '../../infrastructure/counted.ts';
import { coloured, goToPlace, row, type Row } from '../../infrastructure/rows.ts';
import type { ObjectDocuments } from './plan-documents.ts';

const words: Readonly<Record<PlannedObject['change'], string>> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
  replace: 'deleted and created anew',
};

/** One row for each changed object, with its diff behind a click, and its fields below. */
export function objectRows(
  plan: ObjectsPlanPreview,
  documents: ReadonlyMap<PlannedObject, ObjectDocuments>,
): readonly Row[] {
  return plan.objects.map((object) => {
    const source = object.source;
    const fields = object.paths.map((path) => row({ label: path, icon: coloured('symbol-field') }));
    const origin =
      source === undefined
        ? []
        : [
            row({
              label: 'Go to source',
              icon: coloured('go-to-file'),
              command: goToPlace(source.uri, source.range),
            }),
          ];
    const shown = documents.get(object);
    return row(
      {
        label: object.name.slice(object.name.indexOf(' ') + 1),
        description: describeObject(object),
        tooltip: `${object.name}: ${describeObject(object)}`,
        icon: objectIcon(object),
        collapsed: true,
        ...(shown === undefined ? {} : { command: diffCommand(object, shown) }),
      },
      [...origin, ...fields],
    );
  });
}

/** `2 changed, 1 created, 7 unchanged`. */
export function describeObjects(plan: ObjectsPlanPreview): string {
  const changes = ['create', 'update', 'replace', 'delete'] as const;
  const counts = changes
    .map((change) => [plan.objects.filter((object) => object.change === change).length, words[change]] as const)
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`);
  return [...counts, `${plan.unchanged} unchanged`].join(', ');
}

function describeObject(object: PlannedObject): string {
  const fields = object.paths.length;
  if (object.change !== 'update' || fields === 0) return words[object.change];
  return `${counted(fields, 'field')} changed`;
}

function objectIcon(object: PlannedObject): vscode.ThemeIcon {
  switch (object.change) {
    case 'create':
      return coloured('diff-added', 'gitDecoration.addedResourceForeground');
    case 'update':
      return coloured('diff-modified', 'gitDecoration.modifiedResourceForeground');
    case 'replace':
      return coloured('diff-renamed', 'gitDecoration.renamedResourceForeground');
    case 'delete':
      return coloured('diff-removed', 'gitDecoration.deletedResourceForeground');
  }
}

function diffCommand(object: PlannedObject, { label, left, right }: ObjectDocuments): vscode.Command {
  const title = `${object.name} (${words[object.change]})`;
  return left !== undefined && right !== undefined
    ? { title: 'Show Change', command: 'vscode.diff', arguments: [left, right, title, { preview: true }] }
    : { title: 'Show Object', command: 'vscode.changes', arguments: [title, [[label, left, right]]] };
}
