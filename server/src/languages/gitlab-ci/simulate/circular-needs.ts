/** Needs that lead back to where they began: a job that needs itself, or jobs that need each other. */
type CircularNeeds = { readonly itself: string } | { readonly jobs: readonly string[] };

interface Visit {
  readonly name: string;
  readonly waiting: string[];
  readonly index: number;
  lowest: number;
}

/**
 * The first circle of needs as Ruby's `TSort` finds it: jobs are visited in order and each before what it needs is
 * finished; the jobs of a circle are named in the order in which they were met. Needs that do not exist are left out. A
 * long way is no deep recursion.
 */
export function findCircularNeeds(needs: ReadonlyMap<string, readonly string[]>): CircularNeeds | undefined {
  const search = new Search(needs);
  for (const name of needs.keys()) {
    const found = search.from(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

class Search {
  readonly #needs: ReadonlyMap<string, readonly string[]>;
  readonly #indices = new Map<string, number>();
  readonly #open = new Set<string>();
  readonly #stack: string[] = [];
  readonly #way: Visit[] = [];

  constructor(needs: ReadonlyMap<string, readonly string[]>) {
    this.#needs = needs;
  }

  from(start: string): CircularNeeds | undefined {
    if (this.#indices.has(start)) return undefined;
    let found = this.#enter(start);
    for (let visit = this.#way.at(-1); visit !== undefined && found === undefined; visit = this.#way.at(-1)) {
      found = this.#step(visit);
    }
    return found;
  }

  #enter(name: string): CircularNeeds | undefined {
    const children = (this.#needs.get(name) ?? []).filter((child) => this.#needs.has(child));
    if (children.includes(name)) return { itself: name };
    const index = this.#indices.size;
    this.#indices.set(name, index);
    this.#stack.push(name);
    this.#open.add(name);
    this.#way.push({ name, waiting: children.toReversed(), index, lowest: index });
    return undefined;
  }

  #step(visit: Visit): CircularNeeds | undefined {
    const next = visit.waiting.pop();
    if (next === undefined) return this.#leave(visit);
    if (!this.#indices.has(next)) return this.#enter(next);
    if (this.#open.has(next)) visit.lowest = Math.min(visit.lowest, this.#indices.get(next) ?? 0);
    return undefined;
  }

  #leave(visit: Visit): CircularNeeds | undefined {
    this.#way.pop();
    const parent = this.#way.at(-1);
    if (parent !== undefined) parent.lowest = Math.min(parent.lowest, visit.lowest);
    if (visit.lowest !== visit.index) return undefined;
    const jobs = this.#stack.splice(this.#stack.lastIndexOf(visit.name));
    for (const name of jobs) this.#open.delete(name);
    return jobs.length > 1 ? { jobs } : undefined;
  }
}
