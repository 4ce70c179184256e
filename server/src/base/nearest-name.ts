/** More edits than any two words that are compared here need. */
const FAR = 1_000_000;

/**
 * The one name that a misspelt word most likely stands for; undefined when none or several are near. Near is: the same
 * letters in another case, or at most one edit (insert, delete, replace, swap neighbours) for every three letters, and at most three.
 */
export function nearestName(word: string, names: Iterable<string>): string | undefined {
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.floor(word.length / 3)) + 1;
  let isShared = false;
  for (const name of names) {
    if (Math.abs(name.length - word.length) >= bestDistance + 1) continue;
    const other = name.toLowerCase();
    const distance = other === lower ? 0 : editDistance(lower, other, bestDistance);
    if (distance > bestDistance || (distance === bestDistance && best === undefined)) continue;
    isShared = distance === bestDistance && best !== undefined;
    best = name;
    bestDistance = distance;
  }
  return isShared ? undefined : best;
}

/**
 * Edits that turn one word into the other, a swap of neighbours counting as one (optimal string alignment). Beyond `limit`
 * any larger number: only cells near the diagonal can stay below it, and most words are told apart after a few letters.
 */
function editDistance(left: string, right: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current: number[] = [];
    current[Math.max(0, row - limit - 1)] = row > limit ? FAR : row;
    let least = current[0] ?? FAR;
    for (let column = Math.max(1, row - limit); column <= Math.min(right.length, row + limit); column++) {
      const replaced = at(last, column - 1) + (left[row - 1] === right[column - 1] ? 0 : 1);
      const swapped = isSwap(left, right, row, column) ? at(beforeLast, column - 2) + 1 : FAR;
      const cost = Math.min(replaced, swapped, at(last, column) + 1, at(current, column - 1) + 1);
      current[column] = cost;
      least = Math.min(least, cost);
    }
    if (least > limit) return FAR;
    beforeLast = last;
    last = current;
  }
  return at(last, right.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? FAR;
}

function isSwap(left: string, right: string, row: number, column: number): boolean {
  if (row < 2 || column < 2) return false;
  return left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
}
