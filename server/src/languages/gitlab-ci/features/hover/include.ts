import { code } from '../../../../base/markdown.ts';
import { shownPath } from '../../../../workspace/include-address.ts';
import type { Snapshot } from '../../../../workspace/snapshot.ts';
import { scalarText, type YamlEntry } from '../../../../yaml/node.ts';
import { inputsOfFile } from '../../model/file-inputs.ts';
import { summarizeFile, type FileSummary } from '../../model/file-summary.ts';
import { fieldsOf } from '../../model/follow.ts';
import type { IncludePlace } from '../../model/include-places.ts';

const MOST_FILES = 10;

/** What an include leads to: the files, and of a single one where it was read and which inputs it takes. */
export function hoverInclude(snapshot: Snapshot, { paths }: IncludePlace, projectRoot: string): string | undefined {
  const names = paths.map((path) => code(shownPath(projectRoot, path)));
  const [path, second] = paths;
  if (path === undefined) return undefined;
  if (second !== undefined) {
    const more = names.length > MOST_FILES ? `, … and ${names.length - MOST_FILES} more` : '';
    return `Includes ${names.length} files: ${names.slice(0, MOST_FILES).join(', ')}${more}`;
  }
  return [`Includes ${names.join('')}`, ...detailsOf(snapshot, path)].join('\n\n');
}

function detailsOf(snapshot: Snapshot, path: string): string[] {
  const state = snapshot.file(path);
  if (state.state === 'unreadable') return [state.why];
  if (state.state === 'pending') return ['It is being read.'];
  if (state.state !== 'loaded') return [];
  const { commit, path: own, staleBecause, staleSince = 'before' } = state.source ?? {};
  const read =
    commit === undefined
      ? []
      : [`Read from ${own === undefined ? '' : `${code(own)} at `}commit ${code(commit.slice(0, 8))}`];
  const stale = staleBecause === undefined ? [] : [`A copy from ${staleSince}: ${staleBecause}`];
  return [...read, ...stale, ...inputLines(summarizeFile(state.file))];
}

function inputLines(summary: FileSummary): string[] {
  const inputs = inputsOfFile(summary);
  if (inputs === undefined || inputs.declared.size === 0) return [];
  const required = new Set(inputs.required);
  const lines = [...inputs.declared].map(([name, entry]) => describeInput(name, entry, summary, required.has(name)));
  return [['Inputs:', '', ...lines].join('\n')];
}

function describeInput(name: string, entry: YamlEntry, { header }: FileSummary, isRequired: boolean): string {
  const fields = fieldsOf(entry.value, header?.anchors ?? new Map());
  const text = (key: string): string | undefined => {
    const value = fields.get(key)?.value;
    return value?.kind === 'scalar' ? scalarText(value) : undefined;
  };
  const type = text('type') ?? 'string';
  const initial = text('default');
  const weight = isRequired ? ', required' : initial === undefined ? '' : `, by default ${code(initial)}`;
  const description = text('description');
  return `- ${code(name)} (${type}${weight})${description === undefined ? '' : `: ${description}`}`;
}
