/** How often the server may die before it is left alone: a server that dies at once would otherwise be started for ever. */
const allowedEnds = 4;
const window = 3 * 60 * 1000;

/** Answers whether a server that ended at `now` (milliseconds) may be started again, and remembers the end. */
export function createRestartPolicy(): (now: number) => boolean {
  let ends: number[] = [];
  return (now) => {
    ends = [...ends.filter((end) => now - end < window), now];
    return ends.length <= allowedEnds;
  };
}
