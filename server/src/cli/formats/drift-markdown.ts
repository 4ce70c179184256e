import type { CheckedEnvironment } from '../../workflows/check-drift.ts';
import { sentenceOf } from '../output.ts';
import { driftedObjects, summaryOf } from './drift-lines.ts';
import { cell } from './markdown.ts';

/** A heading and a table for each environment, for a merge request's comment or a job's report. */
export function driftMarkdown(checked: readonly CheckedEnvironment[], { folder }: { readonly folder: string }): string {
  const blocks = checked.map(({ environment, report }) => {
    const title = `## Drift of ${cell(environment)}`;
    if (!report.ok) return [title, '', `Unknown: ${cell(sentenceOf(report.problem))}`];
    const rows = driftedObjects(report.value, folder).flatMap(({ name, state, why, fields }) =>
      fields.length === 0
        ? [`| ${cell(name)} | ${state} | | ${cell(why ?? '')} |`]
        : fields.map(({ path, words }) => `| ${cell(name)} | ${state} | ${cell(path)} | ${cell(words)} |`),
    );
    const table = ['', '| object | state | field | live |', '|---|---|---|---|', ...rows];
    return [title, '', summaryOf(report.value), ...(rows.length === 0 ? [] : table)];
  });
  return blocks.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n');
}
