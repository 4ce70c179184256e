/** Whoever has that many findings of one kind corrects a few and sees what is left; an editor shows no more than a thousand. */
export const MOST_OF_A_KIND = 200;

/** What is told in place of the next one. */
export const MORE_OF_A_KIND = `There are more than ${MOST_OF_A_KIND} findings of this kind; the others are not told`;
