import type { YamlBlock } from '../../../yaml/node.ts';
import { scalarText, entriesOf } from '../../../yaml/node.ts';
import type { FileSummary } from '../model/file-summary.ts';
import type { Anchors } from '../model/follow.ts';
import type { JobSummary } from '../model/job-summary.ts';
import { DEFAULT, GLOBAL, type Occurrence } from './occurrence.ts';
import { inherits } from './of-variables.ts';
import type { Part, Place } from './places.ts';

/** Stands for what nothing in the files declares. No job can have this name. */
const OUTSIDE = '\0outside';

/**
 * Of the places that name a variable, those that mean the same one: a variable of the pipeline is one everywhere but in
 * jobs that do not inherit it; a job's own is one with that of the jobs which it takes its texts from (`extends`,
 * `!reference`, anchors). What nothing declares comes from outside and is one as well.
 */
export function sameVariable(parts: readonly Part[], places: readonly Place[], seed: Occurrence): Place[] {
  const groups = groupScopes(parts, places, seed.name);
  const wanted = groups.rootOf(seed.scope);
  return places.filter(({ occurrence }) => groups.rootOf(occurrence.scope) === wanted);
}

function groupScopes(parts: readonly Part[], places: readonly Place[], name: string): Groups {
  const groups = new Groups();
  const mentioned = new Set(places.map(({ occurrence }) => occurrence.scope));
  joinSamePlaces(groups, places);
  joinSources(groups, parts, mentioned);
  const declaring = places
    .filter(({ occurrence }) => occurrence.isDeclaration)
    .map(({ occurrence }) => occurrence.scope);
  if (declaring.includes(GLOBAL)) {
    const jobs = jobsByName(parts);
    for (const scope of mentioned) if (inheritsHere(jobs.get(scope), name)) groups.join(scope, GLOBAL);
  }
  const declared = new Set(declaring.map((scope) => groups.rootOf(scope)));
  const outside = declared.has(groups.rootOf(GLOBAL)) ? OUTSIDE : GLOBAL;
  for (const scope of mentioned) if (!declared.has(groups.rootOf(scope))) groups.join(scope, outside);
  return groups;
}

/** Several jobs lead to one text through aliases. */
function joinSamePlaces(groups: Groups, places: readonly Place[]): void {
  const first = new Map<YamlBlock, Map<number, string>>();
  for (const { occurrence, at } of places) {
    const ofBlock = first.get(at.block) ?? new Map<number, string>();
    first.set(at.block, ofBlock);
    const before = ofBlock.get(at.start);
    if (before === undefined) ofBlock.set(at.start, occurrence.scope);
    else groups.join(before, occurrence.scope);
  }
}

/** Extends and anchors chain a handful of jobs; what leads through more was made to cost time. */
const MAX_DEPTH = 500;

/** A job sees what the jobs declare that it is made of. */
function joinSources(groups: Groups, parts: readonly Part[], mentioned: ReadonlySet<string>): void {
  const sources = sourcesByName(parts);
  const known = new Map<string, string | undefined>();
  /** Joins what a job is made of and answers one of the scopes. */
  const join = (name: string, depth: number): string | undefined => {
    if (known.has(name) || depth > MAX_DEPTH) return known.get(name);
    known.set(name, mentioned.has(name) ? name : undefined);
    const found = [...(sources.get(name) ?? [])].map((source) => join(source, depth + 1));
    const scopes = [known.get(name), ...found].filter((scope) => scope !== undefined);
    for (const scope of scopes) groups.join(scope, scopes[0] ?? scope);
    known.set(name, scopes[0]);
    return scopes[0];
  };
  for (const name of sources.keys()) {
    const scope = join(name, 0);
    if (scope !== undefined && mentioned.has(DEFAULT)) groups.join(scope, DEFAULT);
  }
}

function jobsByName(parts: readonly Part[]): Map<string, JobSummary[]> {
  const jobs = new Map<string, JobSummary[]>();
  for (const { summary } of parts) {
    for (const job of summary.jobs.values()) jobs.set(job.name, [...(jobs.get(job.name) ?? []), job]);
  }
  return jobs;
}

function inheritsHere(jobs: readonly JobSummary[] | undefined, name: string): boolean {
  const inherit = jobs?.findLast((job) => job.fields.has('inherit'))?.fields.get('inherit')?.value;
  return inherit === undefined || inherits(inherit, name, new Map());
}

/** By job: the jobs that it extends, refers to or takes anchors from, directly. */
function sourcesByName(parts: readonly Part[]): Map<string, Set<string>> {
  const sources = new Map<string, Set<string>>();
  for (const { summary } of parts) {
    const referenced = referencedByBlock(summary);
    for (const job of summary.jobs.values()) {
      const own = sources.get(job.name) ?? new Set<string>();
      sources.set(job.name, own);
      for (const base of sourcesOf(job, summary.anchors)) own.add(base);
      for (const base of referenced.get(job.block) ?? []) own.add(base);
    }
  }
  return sources;
}

function referencedByBlock({ references }: FileSummary): Map<YamlBlock, string[]> {
  const referenced = new Map<YamlBlock, string[]>();
  for (const { path, at } of references) {
    const name = path?.[0]?.name;
    if (name !== undefined) referenced.set(at.block, [...(referenced.get(at.block) ?? []), name]);
  }
  return referenced;
}

function sourcesOf({ block, extends: bases }: JobSummary, anchors: Anchors): string[] {
  const owners = block.aliases.map((alias) => anchors.get(alias.name)?.block).filter((owner) => owner !== block);
  const names = owners.map((owner) => scalarText(entriesOf(owner?.root)[0]?.key));
  return [...(bases?.names ?? []).map(({ name }) => name), ...names.filter((name) => name !== undefined)];
}

/** Scopes that belong together. */
class Groups {
  readonly #parents = new Map<string, string>();

  rootOf(scope: string): string {
    let root = scope;
    for (let next = this.#parents.get(root); next !== undefined; next = this.#parents.get(root)) root = next;
    // The way is made short for those who come after, or ten thousand jobs would stand in one line.
    for (let at = scope; at !== root;) {
      const next = this.#parents.get(at) ?? root;
      this.#parents.set(at, root);
      at = next;
    }
    return root;
  }

  join(left: string, right: string): void {
    const [from, to] = [this.rootOf(left), this.rootOf(right)];
    if (from !== to) this.#parents.set(from, to);
  }
}
