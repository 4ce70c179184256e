/** The text of a `|` scalar, and where it ends. */
interface Literal {
  readonly content: string;
  readonly end: number;
}

/**
 * Reads the lines below a `|` or `|-` that begin at `from`: those further in than `column`, as many as are as far in as
 * the first. Undefined for anything unusual, as for a text without a newline at its end.
 */
export function readLiteral(text: string, from: number, column: number): Literal | undefined {
  const lines: string[] = [];
  const indent = indentOf(text, from);
  if (indent === undefined || indent <= column) return undefined;
  let [at, end, blank] = [from, from, 0];
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    if (newline === -1) return undefined;
    const own = indentOf(text, at);
    if (own !== undefined && own < indent) {
      // Text that is further in than the key and not as far as the first line is a mistake.
      if (own > column) return undefined;
      break;
    }
    // Blanks of their own in an empty line count as text where they go further in.
    if (own === undefined && newline - at > indent) return undefined;
    if (own === undefined) {
      blank++;
    } else {
      for (; blank > 0; blank--) lines.push('');
      lines.push(text.slice(at + indent, newline));
      end = newline + 1;
    }
    at = newline + 1;
  }
  return { content: lines.join('\n'), end };
}

/** How far in a line's text stands; undefined for an empty line. */
function indentOf(text: string, start: number): number | undefined {
  let at = start;
  while (text[at] === ' ') at++;
  return at >= text.length || text[at] === '\n' ? undefined : at - start;
}
