import type { Location } from '../../../base/range.ts';
import { counted } from '../../../base/words.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { entriesOf, scalarText, type Span, type YamlBlock } from '../../../yaml/node.ts';
import type { CodeLens } from '../../language.ts';
import { isJobName } from '../model/names.ts';
import type { FileSummary } from '../model/file-summary.ts';
import { analyzePipeline, type Pipeline } from '../model/pipeline.ts';
import { anchorsOf, type AnchorPlaces } from '../occurrences/of-anchors.ts';
import { workflowOf } from '../events/workflow.ts';
import { runsOn } from './runs-on.ts';

/** How often hidden jobs and anchors are used, and in which pipelines jobs run. */
export function lenses(snapshot: Snapshot, file: YamlFile): readonly CodeLens[] {
  const { usedBy, runsOn: showsRuns } = snapshot.settings.lenses;
  if (!usedBy && !showsRuns) return [];
  const pipeline = analyzePipeline(file, snapshot);
  return [...(usedBy ? usageLenses(pipeline) : []), ...(showsRuns ? runLenses(pipeline) : [])];
}

/** The title of a job's lens: working it out takes a look at everything that its rules depend on. */
export function resolveLens(snapshot: Snapshot, file: YamlFile, name: string): string {
  return runsOn(analyzePipeline(file, snapshot), name);
}

/** Only where the events that start the pipeline are known: a template runs wherever it is included. */
function runLenses(pipeline: Pipeline): CodeLens[] {
  const { own, file, isEntry, effective } = pipeline;
  if (!isEntry) return [];
  const found = [...own.jobs.values()].flatMap((job): CodeLens[] => {
    const range = file.rangeOf(job.nameAt);
    const isShown = range !== undefined && !job.hidden && effective(job.name)?.definition.job === job;
    return isShown ? [{ range, title: '', later: job.name }] : [];
  });
  // What is not known of any job is said once.
  return workflowOf(pipeline) === undefined ? found.slice(0, 1) : found;
}

/** One use of a hidden job or anchor. */
interface Use {
  readonly by: string;
  readonly location: Location;
}

function usageLenses(pipeline: Pipeline): CodeLens[] {
  const { file, own, isEntry, closed } = pipeline;
  const uses = usesByName(pipeline);
  const anchors = anchorUses(pipeline);
  const ofJobs = [...own.jobs.values()].filter(({ hidden }) => hidden);
  const atJobs = ofJobs.flatMap(({ name, nameAt, block }): CodeLens[] => {
    const anchor = anchors.filter(({ places }) => places.at.block === block && isOfEntry(places, block));
    const all = [...(uses.get(name) ?? []), ...anchor.flatMap((each) => each.uses)];
    const range = file.rangeOf(nameAt);
    // Whoever includes this file may use it as well.
    return range === undefined || (all.length === 0 && !(isEntry && closed)) ? [] : [{ range, ...usageTitle(all) }];
  });
  const atAnchors = anchors.flatMap(({ places, uses: all }): CodeLens[] => {
    const range = file.rangeOf(places.at);
    const { block } = places.at;
    const isShownAtJob = isOfEntry(places, block) && ofJobs.some((job) => job.block === block);
    return range === undefined || isShownAtJob ? [] : [{ range, ...usageTitle(all) }];
  });
  return [...atJobs, ...atAnchors];
}

/** The anchor of a top-level entry's value. */
function isOfEntry({ node }: AnchorPlaces, block: YamlBlock): boolean {
  return entriesOf(block.root).some(({ value }) => value === node);
}

function usageTitle(uses: readonly Use[]): Pick<CodeLens, 'title' | 'command' | 'places'> {
  if (uses.length === 0) return { title: 'not used' };
  const users = new Set(uses.map(({ by }) => by));
  // Several jobs take over one place by an alias around it.
  const places = new Map(uses.map(({ location }) => [`${location.path}:${location.range.start}`, location]));
  const title = [...users].every(isJobName)
    ? `used by ${counted(users.size, 'job')}`
    : `used in ${counted(places.size, 'place')}`;
  return {
    title,
    command: { id: 'plumbline.references.show', arguments: [] },
    places: [...places.values()],
  };
}

const usesOfPipeline = new WeakMap<Pipeline, ReadonlyMap<string, readonly Use[]>>();

/** `extends` and `!reference` in all files of the pipeline. */
function usesByName(pipeline: Pipeline): ReadonlyMap<string, readonly Use[]> {
  const known = usesOfPipeline.get(pipeline);
  if (known !== undefined) return known;
  const uses = new Map<string, Use[]>();
  for (const { file, summary } of pipeline.summaries) {
    for (const { name, by, at } of usesInFile(summary)) {
      const range = file.rangeOf(at);
      const before = uses.get(name) ?? [];
      uses.set(name, before);
      if (range !== undefined) before.push({ by, location: { path: file.path, range } });
    }
  }
  usesOfPipeline.set(pipeline, uses);
  return uses;
}

interface NamedUse {
  readonly name: string;
  readonly by: string;
  readonly at: Span;
}

function usesInFile({ jobs, references }: FileSummary): NamedUse[] {
  const owners = new Map([...jobs.values()].map((job) => [job.block, job.name]));
  const byExtends = [...jobs.values()].flatMap((job) =>
    (job.extends?.names ?? []).map(({ name, at }) => ({ name, by: job.name, at })),
  );
  const byReference = references.flatMap(({ path, at }) => {
    const [target] = path ?? [];
    const by = owners.get(at.block) ?? scalarText(entriesOf(at.block.root)[0]?.key);
    return target === undefined || by === undefined ? [] : [{ name: target.name, by, at: target.at }];
  });
  return [...byExtends, ...byReference];
}

function anchorUses({ file, own }: Pipeline): { readonly places: AnchorPlaces; readonly uses: readonly Use[] }[] {
  if (own.content === undefined) return [];
  return anchorsOf(own.content).map((places) => ({
    places,
    uses: places.aliases.flatMap((alias): Use[] => {
      const range = file.rangeOf(alias);
      const by = scalarText(entriesOf(alias.block.root)[0]?.key) ?? '';
      return range === undefined ? [] : [{ by, location: { path: file.path, range } }];
    }),
  }));
}
