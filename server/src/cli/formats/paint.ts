/** Colours words for a terminal; leaves them alone elsewhere. */
export type Paint = (color: keyof typeof CODES, words: string) => string;

const CODES = { bold: '1', red: '31', green: '32', yellow: '33', blue: '34', grey: '90' } as const;

/** What paints for an output, or leaves all words as they are. */
export function painter(isColored: boolean): Paint {
  return (color, words) => (isColored ? `\u001B[${CODES[color]}m${words}\u001B[0m` : words);
}
