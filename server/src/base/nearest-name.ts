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
    const distance = name.toLowerCase() === lower ? 0 : editDistance(lower, name.toLowerCase());
    if (distance > bestDistance || (distance === bestDistance && best === undefined)) continue;
    isShared = distance === bestDistance && best !== undefined;
    best = name;
    bestDistance = distance;
  }
  return isShared ? undefined : best;
}

/** Edits that turn one word into the other, a swap of neighbours counting as one (optimal string alignment). */
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1];
      const replaced = (last[column - 1] ?? 0) + (isSame ? 0 : 1);
      let cost = Math.min(replaced, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      if (isSwap(left, right, row, column)) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}

function isSwap(left: string, right: string, row: number, column: number): boolean {
  if (row < 2 || column < 2) return false;
  return left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
}
