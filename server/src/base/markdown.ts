/** A text as a code span in which nothing means anything to Markdown (https://spec.commonmark.org/0.31.2/#code-spans). */
export function code(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ');
  const ticks = '`'.repeat(longestRun(oneLine) + 1);
  const gap = oneLine.startsWith('`') || oneLine.endsWith('`') || oneLine === '' ? ' ' : '';
  return `${ticks}${gap}${oneLine}${gap}${ticks}`;
}

/**
 * A text of Markdown in which nothing is an image: editors load images as soon as they show the text, from whatever server
 * a description in a file of others names. The word joiner in between is not seen, in code neither.
 */
export function withoutImages(markdown: string): string {
  return markdown.replaceAll('![', '!\u2060[');
}

/** A block of code that no line of it can end. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}
