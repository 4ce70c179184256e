import type { YamlFile } from '../../../../yaml/file.ts';
import { scanFlow } from './flow.ts';
import { innermostColumn, isBlank, propertiesLength, structuresOf } from './line-structure.ts';
import type { Step, Structure } from './line-structure.ts';

/** What the lines above make of a line. */
interface Surroundings {
  /** From the top to the line's own innermost key or dash. */
  readonly places: readonly Place[];
  /** The line is inside something that was begun above. */
  readonly opened: Opened | undefined;
}

/** A step, and where its key or dash is written. */
export interface Place {
  readonly step: Step;
  readonly line: number;
  readonly column: number;
}

/** A block scalar, brackets, or a value that goes on below its line; `start` is where its text begins. */
interface Opened {
  readonly kind: 'block' | 'flow' | 'text';
  readonly start: number;
}

interface OwnLine {
  readonly structures: readonly Structure[];
  /** The column of the content behind the structures. */
  readonly begin: number;
  readonly isEmpty: boolean;
}

/** The way found so far and what its first step looks like. */
interface Above {
  readonly places: readonly Place[];
  readonly column: number;
  readonly isDash: boolean;
}

const NOTHING: Above = { places: [], column: Number.POSITIVE_INFINITY, isDash: false };

/** Walks up by indentation. A dash may stand in the column of the key that holds its list. */
export function surroundingsOf(file: YamlFile, line: number, own: OwnLine): Surroundings {
  const { structures, begin } = own;
  let child = structures.length > 0 ? climb(NOTHING, structures, line) : { ...NOTHING, column: begin };
  let opened: Opened | undefined;
  for (let index = line - 1; index >= 0 && (child.column > 0 || child.isDash); index--) {
    const text = lineText(file, index);
    if (isBlank(text)) continue;
    if (/^(?:---|\.\.\.)/.test(text)) break;
    const above = structuresOf(text);
    const isInside = (above.at(-1)?.column ?? Number.POSITIVE_INFINITY) < child.column;
    const begun = isInside ? openedAt(file, index, { above, line, isWord: isWord(own, child) }) : undefined;
    opened = begun ?? opened;
    // Everything between was text, not structure.
    child = climb(begun === undefined ? child : NOTHING, above, index);
  }
  return { places: child.places, opened };
}

function climb(from: Above, structures: readonly Structure[], line: number): Above {
  return structures.reduceRight((child: Above, { column, step }) => {
    const isKeyOfList = child.isDash && step !== '-' && column === child.column;
    if (column >= child.column && !isKeyOfList) return child;
    return { places: [{ step, line, column }, ...child.places], column, isDash: step === '-' };
  }, from);
}

/** Whether nothing but the beginning of a word is known: it may go on with the value above. */
function isWord({ structures, isEmpty }: OwnLine, child: Above): boolean {
  return structures.length === 0 && !isEmpty && child.places.length === 0;
}

interface Opener {
  readonly above: readonly Structure[];
  /** The cursor's line. */
  readonly line: number;
  readonly isWord: boolean;
}

function openedAt(file: YamlFile, index: number, opener: Opener): Opened | undefined {
  return openedBy(file, index, opener) ?? (opener.isWord ? continuedFrom(file, index, opener.above) : undefined);
}

function openedBy(file: YamlFile, index: number, { above, line }: Opener): Opened | undefined {
  const text = lineText(file, index);
  const column = innermostColumn(text, above);
  const value = text.slice(column);
  const content = value.slice(propertiesLength(value));
  if (/^[|>][-+0-9]*\s*(?:#.*)?$/.test(content)) return { kind: 'block', start: file.lines.lineStart(index + 1) };
  if (!/^[[{]/.test(content)) return undefined;
  const start = file.lines.lineStart(index) + column;
  const { depth } = scanFlow(file.text.slice(start, file.lines.lineStart(line)));
  return depth > 0 ? { kind: 'flow', start } : undefined;
}

/** A scalar that is begun behind its key and goes on below: a plain one, or one whose quotes are open. */
function continuedFrom(file: YamlFile, index: number, above: readonly Structure[]): Opened | undefined {
  const text = lineText(file, index);
  const column = innermostColumn(text, above);
  const value = text.slice(column).trimEnd();
  const quote = value.charAt(0);
  if (value === '' || /^[[{|>&*!#%@`]/.test(value)) return undefined;
  const isQuoted = quote === '"' || quote === "'";
  if (isQuoted && value.indexOf(quote, 1) !== -1) return undefined;
  return { kind: 'text', start: file.lines.lineStart(index) + column + (isQuoted ? 1 : 0) };
}

function lineText(file: YamlFile, line: number): string {
  return file.text.slice(file.lines.lineStart(line), file.lines.lineEnd(line));
}
