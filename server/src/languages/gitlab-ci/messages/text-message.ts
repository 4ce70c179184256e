import { literalExpression } from '../../../base/literal-expression.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { wholeFile, type Located } from './spot.ts';

/** The name that Psych gives a text that comes from no file. */
const PSYCH = /\(<unknown>\): /;
const AT = / at line (\d+) column (\d+)/;

/**
 * Places what GitLab says of a file's text before it knows what is in it: YAML syntax with its line and column, aliases,
 * dates, interpolation. Undefined for other messages.
 */
export function placeTextMessage(file: YamlFile, message: string): Located | undefined {
  const [, line, column] = AT.exec(message) ?? [];
  if (line !== undefined && column !== undefined && (PSYCH.test(message) || /\bcontext\b|\bexpected\b/.test(message))) {
    return atPosition(file, Number(line), Number(column));
  }
  const alias = /(?:unknown anchor|Unknown alias): (\S+)/i.exec(message)?.[1];
  if (alias !== undefined) return atText(file, new RegExp(`\\*${literalExpression(alias)}(?![\\w-])`));
  if (/Tried to load unspecified class: (?:Date|Time)/.test(message)) {
    return atText(file, /(?<=[:\-,[]\s+)\d{4}-\d\d?-\d\d?(?:[Tt ][^\s#]+)?(?=\s|$)/);
  }
  return placeInterpolation(file, message);
}

function placeInterpolation(file: YamlFile, message: string): Located | undefined {
  const unknown = /unknown interpolation (?:provided|key): `.*?` in `(.+?)`/.exec(message)?.[1];
  if (unknown !== undefined) return atText(file, blockWith(literalExpression(unknown)));
  const named = /no function matching `(.+?)`|error in `(.+?)` function/.exec(message);
  const name = named?.[1] ?? named?.[2];
  if (name !== undefined) return atText(file, blockWith(`[^\\]]*?\\|\\s*${literalExpression(name)}`));
  if (/too many functions in interpolation block/.test(message))
    return atText(file, /\$\[\[[^\]]*(?:\|[^\]]*){4,}\]\]/);
  return undefined;
}

function blockWith(inner: string): RegExp {
  return new RegExp(`\\$\\[\\[\\s*${inner}[^\\]]*\\]\\]`);
}

/** Psych counts lines and columns from 1, columns in characters. */
function atPosition(file: YamlFile, line: number, column: number): Located | undefined {
  if (line < 1 || line > file.lines.lineCount) return wholeFile(file);
  const [lineStart, end] = [file.lines.lineStart(line - 1), file.lines.lineEnd(line - 1)];
  const at = Math.min(lineStart + Math.max(0, column - 1), end);
  // What is wrong ends where the line does; at its very end the whole line is marked.
  const start = at < end ? at : lineStart + file.text.slice(lineStart, end).search(/\S|$/);
  return { file, range: { start, end }, isExact: true };
}

function atText(file: YamlFile, pattern: RegExp): Located | undefined {
  const found = pattern.exec(file.text);
  if (found === null) return undefined;
  return { file, range: { start: found.index, end: found.index + found[0].length }, isExact: true };
}
