/** The source of a regular expression that fits a text and nothing else. */
export function literalExpression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
