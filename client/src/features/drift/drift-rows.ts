import type * as vscode from 'vscode';
import type { DriftedObject, DriftSummary } from '../../../../server/src/lsp/protocol.ts';
import { counted } from '../../infrastructure/counted.ts';
import { describeFailure } from '../../infrastructure/error-boundary.ts';
import { relativeTime } from '../../infrastructure/relative-time.ts';
import { coloured, goToPlace, row, type Row, type RowText } from '../../infrastructure/rows.ts';

/** Environment → object → field; what is in sync is counted, not listed. */
export function driftRows(environments: readonly DriftSummary[]): readonly Row[] {
  return environments.map((summary) => {
    const objects = summary.objects.filter((object) => object.state !== 'in-sync').map(objectRow);
    const why = summary.problem && describeFailure(summary.problem);
    const problem = why === undefined ? [] : [row({ label: why, tooltip: why, icon: coloured('question') })];
    const level =
      objects.length === 0 && summary.inSync > 0
        ? [row({ label: `${counted(summary.inSync, 'object')} in sync`, icon: coloured('pass') })]
        : [];
    return row(
      {
        label: summary.environment,
        description: [describeSummary(summary), ...whenChecked(summary)].join(' · '),
        icon: summaryIcon(summary),
      },
      [...problem, ...objects, ...level],
    );
  });
}

/** An environment whose check failed has no time. */
function whenChecked({ at }: DriftSummary): readonly string[] {
  return at === '' ? [] : [`checked ${relativeTime(at, new Date())}`];
}

/** `2 drifted, 1 not found, 4 in sync`. */
function describeSummary(summary: DriftSummary): string {
  if (summary.problem !== undefined) return 'unknown';
  const parts = [
    [summary.drifted, 'drifted'],
    [summary.missing, 'not found'],
    [summary.unknown, 'unknown'],
    [summary.inSync, 'in sync'],
  ] as const;
  const words = parts.filter(([number]) => number > 0).map(([number, text]) => `${number} ${text}`);
  return words.length === 0 ? 'no objects' : words.join(', ');
}

/** `Deployment shop/web` of `apps/v1 Deployment shop/web`, because a side bar is narrow; the tooltip has all. */
function withoutVersion(name: string): string {
  return name.slice(name.indexOf(' ') + 1);
}

/** The last segments of a field path that fit, as `…[reporting].image`. */
function endOfPath(path: string): string {
  const longest = 28;
  if (path.length <= longest) return path;
  const cut = path.slice(-longest);
  const start = cut.search(/[.[]/u);
  return `…${start === -1 ? cut : cut.slice(start).replace(/^\./u, '')}`;
}

function summaryIcon(summary: DriftSummary): vscode.ThemeIcon {
  if (summary.problem !== undefined) return coloured('question', 'charts.yellow');
  if (summary.drifted + summary.missing > 0) return coloured('warning', 'charts.yellow');
  return summary.unknown > 0 ? coloured('question', 'charts.yellow') : coloured('pass-filled', 'testing.iconPassed');
}

function objectRow(object: DriftedObject): Row {
  const fields = object.fields.map((field) =>
    row({
      label: endOfPath(field.path),
      description: field.text,
      tooltip: `${field.path}\n${field.text}`,
      icon: coloured('diff-modified', 'gitDecoration.modifiedResourceForeground'),
      ...(field.range ? place(field.uri, field.range) : place(object.uri, object.range)),
    }),
  );
  return row(
    {
      label: withoutVersion(object.name),
      description: describeObject(object),
      tooltip: [object.name, describeObject(object)].join('\n'),
      icon: objectIcon(object.state),
      ...place(object.uri, object.range),
    },
    fields,
  );
}

function describeObject(object: DriftedObject): string {
  const words = {
    'in-sync': 'in sync',
    drifted: `${counted(object.fields.length, 'field')} differ${object.fields.length === 1 ? 's' : ''}`,
    'not-found': 'not found',
    unknown: 'unknown',
  }[object.state];
  return object.why === undefined ? words : `${words}: ${object.why}`;
}

function objectIcon(state: DriftedObject['state']): vscode.ThemeIcon {
  switch (state) {
    case 'in-sync':
      return coloured('pass', 'testing.iconPassed');
    case 'drifted':
      return coloured('diff-modified', 'gitDecoration.modifiedResourceForeground');
    case 'not-found':
      return coloured('diff-removed', 'gitDecoration.deletedResourceForeground');
    case 'unknown':
      return coloured('question');
  }
}

function place(uri: string | undefined, range: DriftedObject['range']): Pick<RowText, 'command'> {
  return uri === undefined ? {} : { command: goToPlace(uri, range) };
}
