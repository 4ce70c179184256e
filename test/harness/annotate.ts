import type { Diagnostic, RelatedPlace } from '../../server/src/languages/language.ts';

const ANNOTATION = /^ *(?:\^+…? (?:error|warning|information|hint)\[[\w/.-]+\]: |~ \S.*?:\d+: )/;

/** Takes the expected findings out of a block. */
export function strip(annotated: string): string {
  return annotated
    .split('\n')
    .filter((line) => !ANNOTATION.test(line))
    .join('\n');
}

/**
 * Puts each finding under the line in which it starts, so that a page is its own expected output. A range that runs
 * past its line ends in `…`. `place` writes a related place as `path:line`. Lines may end in CR, which is not shown.
 */
export function annotate(
  text: string,
  diagnostics: readonly Diagnostic[],
  place: (related: RelatedPlace) => string,
): string {
  const sorted = diagnostics.toSorted(
    (a, b) => a.range.start - b.range.start || a.range.end - b.range.end || compare(a.code, b.code),
  );
  let lineStart = 0;
  const lines = text.split('\n');
  return lines
    .flatMap((line, index) => {
      const here = sorted.filter(({ range }) => lineStart <= range.start && range.start <= lineStart + line.length);
      const rendered = here.flatMap((diagnostic) => render(diagnostic, lineStart, line, place));
      lineStart += line.length + 1;
      // What follows the last line break is no line of the page, but a finding may stand there.
      return index === lines.length - 1 && line === '' ? rendered : [line, ...rendered];
    })
    .join('\n');
}

function render(
  { range, severity, code, message, related = [] }: Diagnostic,
  lineStart: number,
  line: string,
  place: (related: RelatedPlace) => string,
): string[] {
  const lineEnd = lineStart + line.replace(/\r$/, '').length;
  const hidden = line.startsWith('\u{FEFF}') ? 1 : 0;
  const indent = ' '.repeat(Math.max(0, range.start - lineStart - hidden));
  const carets = '^'.repeat(Math.max(1, Math.min(range.end, lineEnd) - range.start));
  const more = lineEnd < range.end ? '…' : '';
  return [
    `${indent}${carets}${more} ${severity}[${code}]: ${oneLine(message)}`,
    ...related.map((other) => `${indent}~ ${place(other)}: ${oneLine(other.message)}`),
  ];
}

function oneLine(text: string): string {
  return text.replaceAll('\n', '⏎');
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
