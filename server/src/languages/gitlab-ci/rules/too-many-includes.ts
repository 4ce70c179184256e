import { shownPath } from '../../../workspace/include-address.ts';
import type { Rule } from '../../language.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import { summarizeFile } from '../model/file-summary.ts';
import { MAX_INCLUDES, resolveInclude } from '../model/include-graph.ts';
import type { IncludeItem } from '../model/include-items.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** https://docs.gitlab.com/ci/yaml/#include: at most 150 files, a file that is included twice counted twice. */
export const tooManyIncludes: Rule<Pipeline> = {
  code: 'gitlab-ci/too-many-includes',
  severity: 'error',
  *check({ graph, own, file }, snapshot) {
    if (graph.entry !== file.path) return;
    const count = createCount(snapshot, graph.projectRoot);
    count.open.add(file.path);
    let sum = 0;
    for (const item of own.includes) {
      sum += ofItem(count, item, file.path);
      if (sum <= MAX_INCLUDES) continue;
      const words = Number.isFinite(sum)
        ? `With this the pipeline includes ${sum} files`
        : ringWords(ringBelow(count, item, [file.path]), graph.projectRoot);
      yield {
        at: item.at,
        message: `${words}; GitLab takes at most ${MAX_INCLUDES}, each counted whenever it is named`,
      };
      return;
    }
  },
};

interface Count {
  readonly snapshot: Snapshot;
  readonly projectRoot: string;
  readonly known: Map<string, number>;
  readonly open: Set<string>;
}

function createCount(snapshot: Snapshot, projectRoot: string): Count {
  return { snapshot, projectRoot, known: new Map(), open: new Set() };
}

/** How many files an item stands for, with those that they include. What `rules` may leave out is not counted. */
function ofItem(count: Count, item: IncludeItem, from: string): number {
  if (item.conditional) return 0;
  const target = resolveInclude(count.snapshot, count.projectRoot, item, from);
  if (target.state !== 'files') return Math.max(item.files.length, 1);
  return target.paths.reduce((sum, path) => sum + 1 + ofFile(count, path), 0);
}

/** The files of a ring that an include leads into, the first again at the end. `above` are the files on the way. */
function ringBelow(count: Count, item: IncludeItem, above: readonly string[]): readonly string[] {
  if (item.conditional) return [];
  const target = resolveInclude(count.snapshot, count.projectRoot, item, above.at(-1));
  for (const path of target.state === 'files' ? target.paths : []) {
    const start = above.indexOf(path);
    if (start !== -1) return [...above.slice(start), path];
    // What ends has a count.
    const state = count.snapshot.file(path);
    if (state.state !== 'loaded' || Number.isFinite(count.known.get(path) ?? Number.POSITIVE_INFINITY)) continue;
    for (const inner of summarizeFile(state.file).includes) {
      const ring = ringBelow(count, inner, [...above, path]);
      if (ring.length > 0) return ring;
    }
  }
  return [];
}

function ringWords(ring: readonly string[], projectRoot: string): string {
  const names = ring.map((path) => `'${shownPath(projectRoot, path)}'`);
  const [first = 'This', ...others] = names;
  return others.length === 1
    ? `${first} includes itself`
    : `${first} includes ${others.join(', which includes ')} again`;
}

function ofFile(count: Count, path: string): number {
  const before = count.known.get(path);
  if (before !== undefined) return before;
  if (count.open.has(path)) return Number.POSITIVE_INFINITY;
  const state = count.snapshot.file(path);
  if (state.state !== 'loaded') return 0;
  count.open.add(path);
  const sum = summarizeFile(state.file).includes.reduce((all, item) => all + ofItem(count, item, path), 0);
  count.open.delete(path);
  count.known.set(path, sum);
  return sum;
}
