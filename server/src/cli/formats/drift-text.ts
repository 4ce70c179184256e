import type { CheckedEnvironment } from '../../workflows/check-drift.ts';
import { sentenceOf } from '../output.ts';
import { driftedObjects, summaryOf, type DriftedObject } from './drift-lines.ts';
import { painter, type Paint } from './paint.ts';

interface TextOptions {
  readonly isColored: boolean;
  readonly folder: string;
}

const COLORS = { drifted: 'yellow', 'not found': 'red', unknown: 'blue', 'in sync': 'green' } as const;

/** Each environment's count, then its objects that are not as Git says with the fields that differ. */
export function driftText(checked: readonly CheckedEnvironment[], { isColored, folder }: TextOptions): string {
  const paint = painter(isColored);
  const blocks = checked.map(({ environment, report }) => {
    const title = paint('bold', environment);
    if (!report.ok) return [`${title}: unknown: ${sentenceOf(report.problem)}`];
    const objects = driftedObjects(report.value, folder);
    return [`${title}: ${summaryOf(report.value)}`, ...objects.flatMap((object) => linesOf(object, paint))];
  });
  return blocks.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n');
}

function linesOf({ name, state, file, why, fields }: DriftedObject, paint: Paint): string[] {
  const place = file === undefined ? '' : ` ${paint('grey', `(${file})`)}`;
  const reason = why === undefined ? '' : `: ${why}`;
  const lines = fields.map(({ path, words }) => `    ${path}: ${words}`);
  return [`  ${name}: ${paint(COLORS[state], state)}${reason}${place}`, ...lines];
}
