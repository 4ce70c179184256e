/** The text of validate.mjs. */
export function generate(): string;
