// Figures of two programs side by side.

/** The value that this share of the values does not exceed. */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Rows of a peer's figures, ours and their ratio. The names are the peer's and ours. */
export class Table {
  #names;
  #values = new Map();

  constructor(names) {
    this.#names = names;
  }

  add(server, metric, value) {
    const row = this.#values.get(metric) ?? new Map();
    row.set(server, [...(row.get(server) ?? []), value]);
    this.#values.set(metric, row);
  }

  /** The ratio is the median of the rounds' ratios. */
  print() {
    const [peer, own] = this.#names;
    console.log(`| | ${peer} | ${own} | ratio |\n|---|---:|---:|---:|`);
    for (const [metric, row] of this.#values) {
      const [theirs, ours] = [row.get(peer) ?? [], row.get(own) ?? []];
      const ratio = percentile(
        ours.map((value, round) => value / theirs[round]),
        0.5,
      );
      const cells = [theirs, ours].map((values) => percentile(values, 0.5).toFixed(1));
      console.log(`| ${metric} | ${cells.join(' | ')} | ${ratio.toFixed(3)} |`);
    }
  }
}
