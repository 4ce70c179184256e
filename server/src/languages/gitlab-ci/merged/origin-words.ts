import { recordOrEmpty } from '../../../base/record.ts';
import type { Position } from '../../../base/range.ts';
import { scalarText } from '../../../yaml/node.ts';
import { summarizeFile } from '../model/file-summary.ts';
import type { Place, Step } from './source.ts';
import type { Includer, Origin } from './trace.ts';

/** Where something is written. */
export interface WrittenPlace {
  /** As the pipeline's files are known: a path, or what names a file elsewhere. */
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
}

/** Where a node is written; undefined for one of another version of its file. */
export function writtenPlace({ file, node }: Place): WrittenPlace | undefined {
  const range = file.rangeOf(node);
  if (range === undefined) return undefined;
  return { path: file.path, ...file.lines.rangeAt(range) };
}

/** Where a file's include is written. */
export function includePlace({ file, item }: Includer): WrittenPlace | undefined {
  const targets = typeof item === 'string' ? [item] : Object.values(recordOrEmpty(item));
  const found = summarizeFile(file).includes.find(({ target }) => targets.includes(target));
  const range = found && file.rangeOf(found.at);
  return range && { path: file.path, ...file.lines.rangeAt(range) };
}

/** What put a line where it is, shortest first words: `extends .base`, `!reference [.base, script]`, `default`. */
export function stepWords({ steps, written }: Origin): string[] {
  const words: string[] = [];
  let jobs: string[] = [];
  for (const step of steps) {
    if (step.kind === 'extends') {
      jobs.push(step.job);
      continue;
    }
    if (jobs.length > 0) words.push(extendsWords(jobs));
    jobs = [];
    words.push(wordsOf(step));
  }
  if (jobs.length > 0) words.push(extendsWords(jobs));
  const inputs = inputsIn(scalarText(written) ?? '');
  if (inputs.length > 0) words.push(`${inputs.length === 1 ? 'input' : 'inputs'} ${inputs.join(', ')}`);
  return words;
}

/** `extends .b › .a`: .b extends .a, where the line is written. */
function extendsWords(jobs: readonly string[]): string {
  return `extends ${jobs.join(' › ')}`;
}

function wordsOf(step: Exclude<Step, { readonly kind: 'extends' }>): string {
  switch (step.kind) {
    case 'default':
      return 'default';
    case 'reference':
      return `!reference [${step.keys.join(', ')}]`;
    case 'anchor':
      return `*${step.name}`;
    case 'gitlab':
      return 'added by GitLab';
  }
}

/** The inputs that a text is filled in with. */
function inputsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\$\[\[\s*inputs\.([\w-]+)/g)].map(([, name = '']) => name))];
}

/** `ci/build.yml:12 · extends .base`. `placeOf` names a line (from 1) of a file for the reader. */
export function originWords(origin: Origin, placeOf: (path: string, line: number) => string): string {
  const place = origin.place && writtenPlace(origin.place);
  const at = place === undefined ? [] : [placeOf(place.path, place.start.line + 1)];
  return [...at, ...stepWords(origin)].join(' · ');
}

/** Puts the words in one column behind the texts, as comments; a text that reaches too far gets them behind a gap. */
export function withComments(
  rows: readonly { readonly text: string; readonly words: string }[],
  lastColumn = LAST_COLUMN,
): string[] {
  const widths = rows.filter(({ words }) => words !== '').map(({ text }) => text.length);
  const column = widths.reduce((widest, width) => (width > lastColumn ? widest : Math.max(widest, width)), 0);
  return rows.map(({ text, words }) => (words === '' ? text : `${text.padEnd(column)}  # ${words}`));
}

/** Texts up to here decide where the comments stand. */
const LAST_COLUMN = 60;
