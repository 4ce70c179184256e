/** Text in a table's cell or a heading: nothing in it is markup, and it stays on its line. */
export function cell(text: string): string {
  return text
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>#|~]/g, (character) => `\\${character}`)
    .replaceAll('@', '@\u2060');
}
