import type { Span, YamlScalar } from '../../../yaml/node.ts';
import { tokenize } from '../expression/lexer.ts';
import { isInterpolated } from '../model/follow.ts';
import { partOf } from './occurrence.ts';
import type { PlacedText } from './text-walk.ts';

/** A variable's name in a text. */
interface NameInText {
  readonly name: string;
  readonly at: Span;
  /** The shell sets it here. */
  readonly isAssigned: boolean;
}

/**
 * `$NAME`, `${NAME…}`, PowerShell's `$env:NAME` and cmd's `%NAME%` (https://docs.gitlab.com/ci/variables/where_variables_can_be_used/).
 * `$$` stands for a dollar sign, and a backslash takes the meaning away in a shell.
 */
const USE = /\$\{?env:([A-Za-z_]\w*)|\$\{?[#!]?([A-Za-z_]\w*)|%([A-Za-z_]\w+)%/gi;

/** `NAME=value` where a command may begin. */
const ASSIGNMENT =
  /(?:^[ \t]*|[;&|(][ \t]*|\b(?:then|do|else|export|readonly|local|declare)[ \t]+)([A-Za-z_]\w*)=(?!=)/gm;

/** The names in the text of a scalar as it is written: YAML's quotes and folds do not touch them. */
export function namesIn({ scalar, role }: PlacedText): NameInText[] {
  if (role === 'key') return [];
  if (role === 'condition' && !isInterpolated(scalar)) return namesInCondition(scalar);
  const written = scalar.block.text.slice(scalar.start, scalar.end);
  const found = written.includes('$') || written.includes('%') ? usesIn(scalar, written) : [];
  if (role === 'script' && written.includes('=')) found.push(...assignmentsIn(scalar, written));
  return found;
}

function namesInCondition(scalar: YamlScalar): NameInText[] {
  if (!scalar.text.includes('$')) return [];
  const names = tokenize(scalar.text).tokens.filter(({ kind }) => kind === 'variable');
  return names.map(({ text, start, end }) => ({
    name: text.slice(1),
    at: partOf(scalar, start + 1, end),
    isAssigned: false,
  }));
}

function usesIn(scalar: YamlScalar, written: string): NameInText[] {
  return Array.from(written.matchAll(USE)).flatMap(({ 0: whole, 1: ofPowerShell, 2: ofShell, 3: ofCmd, index }) => {
    const before = written.charAt(index - 1);
    const name = ofPowerShell ?? ofShell ?? ofCmd ?? '';
    if (before === '\\' || (before === '$' && written.charAt(index - 2) !== '$')) return [];
    const end = index + whole.length - (ofCmd === undefined ? 0 : 1);
    return [{ name, at: spanOf(scalar, end - name.length, end), isAssigned: false }];
  });
}

function assignmentsIn(scalar: YamlScalar, written: string): NameInText[] {
  const quote = scalar.style === 'single' || scalar.style === 'double' ? 1 : 0;
  const isBlock = scalar.style === 'literal' || scalar.style === 'folded';
  // The header of a block scalar (`|-`) is no line of the script.
  const from = isBlock ? written.indexOf('\n') + 1 : quote;
  return Array.from(written.slice(from).matchAll(ASSIGNMENT)).map(({ 0: whole, 1: name = '', index }) => {
    const end = from + index + whole.length - 1;
    return { name, at: spanOf(scalar, end - name.length, end), isAssigned: true };
  });
}

function spanOf({ block, start }: YamlScalar, from: number, to: number): Span {
  return { block, start: start + from, end: start + to };
}
