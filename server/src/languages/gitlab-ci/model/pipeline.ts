import { isIncludePath } from '../../../workspace/include-address.ts';
import { perSnapshot } from '../../../workspace/derived.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { createEffectiveJobs, type EffectiveJob, type JobDefinition } from './effective-job.ts';
import { summarizeFile, type FileSummary, type StageList } from './file-summary.ts';
import { childGraphs, entryOf, includeGraph, localChildGraphs, type IncludeGraph } from './include-graph.ts';
import { filledJobs } from './filled-jobs.ts';
import { DEFAULT_STAGES, isHidden, withEdgeStages } from './names.ts';

/** What the rules see: one file, and the pipeline that it belongs to. */
export interface Pipeline {
  readonly file: YamlFile;
  readonly own: FileSummary;
  readonly graph: IncludeGraph;
  readonly summaries: readonly { readonly file: YamlFile; readonly summary: FileSummary }[];
  /** Jobs and hidden jobs by name, definitions in merge order. */
  readonly definitions: ReadonlyMap<string, readonly JobDefinition[]>;
  readonly stages: PipelineStages;
  /** The top-level keywords that one of the files has. */
  readonly globals: ReadonlySet<string>;
  /**
   * Whether every name is known: all files are loaded, and nothing else can include this file. Only then may a rule say
   * that a name does not exist.
   */
  readonly closed: boolean;
  /** Whether the file belongs to the project's pipeline or to one that it starts; a template that nothing here includes does not. */
  readonly isEntry: boolean;
  /** Whether it belongs to the project's own pipeline, which pushes, merge requests and tags start. */
  readonly isMain: boolean;
  /** Whether a job that runs takes keywords over from this one, directly or through others. */
  readonly isExtended: (name: string) => boolean;
  readonly effective: (name: string) => EffectiveJob | undefined;
}

interface PipelineStages {
  /** With `.pre` and `.post`. */
  readonly names: readonly string[];
  /** Where `stages` is written; undefined for the default ones. */
  readonly list: StageList | undefined;
  readonly file: YamlFile | undefined;
  /** Another file or an input may add names. */
  readonly open: boolean;
}

/** Finds the pipeline that a file belongs to and merges what its files say; the same object within a snapshot. */
export function analyzePipeline(file: YamlFile, snapshot: Snapshot): Pipeline {
  return analyze(snapshot, file);
}

const analyze = perSnapshot((snapshot, file: YamlFile): Pipeline => {
  const { graph, isEntry, isPart, isMain = false } = pipelineOf(file, snapshot);
  const own = summarizeFile(file);
  const files = graph.paths.has(file.path) ? graph.files : [...graph.files, file];
  const summaries = files.map((part) => ({ file: part, summary: part === file ? own : summarizeFile(part) }));
  const definitions = new Map<string, JobDefinition[]>();
  let hasUnknownNames = false;
  for (const { file: part, summary } of summaries) {
    const filled = filledJobs(part, summary, { graph, snapshot });
    hasUnknownNames ||= summary.hasUnknownNames || !filled.isComplete;
    // In its own file a job is also known by the name that is written there.
    const written = part === file ? [...summary.jobs.values()].filter((job) => !filled.jobs.includes(job)) : [];
    for (const job of [...filled.jobs, ...written]) {
      const known = definitions.get(job.name);
      if (known === undefined) definitions.set(job.name, [{ file: part, job }]);
      else known.push({ file: part, job });
    }
  }
  const closed = isEntry && !isPart && graph.unknown.length === 0 && !hasUnknownNames;
  const stages = stagesOf(summaries, closed, isPart);
  const effective = createEffectiveJobs(definitions, closed);
  const globals = new Set(summaries.flatMap(({ summary }) => [...summary.globals.keys()]));
  const isExtended = createIsExtended(definitions);
  return { file, own, graph, summaries, definitions, stages, globals, closed, isEntry, isMain, effective, isExtended };
});

/** The project's pipeline, else a child pipeline that it starts, else the file alone as an entry that nobody is known to run. */
function pipelineOf(file: YamlFile, snapshot: Snapshot): Place {
  const entry = entryOf(snapshot, file.path);
  const graph = includeGraph(snapshot, entry);
  if (graph.paths.has(file.path))
    return { graph, isEntry: true, isMain: true, isPart: !isProject(snapshot, graph.projectRoot) };
  for (const child of isIncludePath(file.path) ? childGraphs(snapshot, graph) : localChildGraphs(snapshot, graph)) {
    if (child.paths.has(file.path)) return { graph: child, isEntry: true, isPart: isPartOfChild(child) };
  }
  return { graph: includeGraph(snapshot, file.path), isEntry: false, isPart: false };
}

/** Files of the same `trigger:include` that are not known may be merged over the others. */
function isPartOfChild({ start, unknown }: IncludeGraph): boolean {
  return start !== undefined && (start.isPart || (start.paths.length > 1 && unknown.length > 0));
}

/**
 * A folder below the workspace's may be a project of its own, or one of a repository whose pipeline is elsewhere: then
 * its `.gitlab-ci.yml` is for others to include. Git knows which.
 */
function isProject(snapshot: Snapshot, root: string): boolean {
  if (snapshot.roots.includes(root)) return true;
  const home = snapshot.projectHome(root);
  return home !== undefined && (home.top === undefined || !root.startsWith(`${home.top}/`));
}

interface Place {
  readonly graph: IncludeGraph;
  readonly isEntry: boolean;
  readonly isMain?: true;
  /** Files that are not known make up the same pipeline. */
  readonly isPart: boolean;
}

function stagesOf(summaries: Pipeline['summaries'], closed: boolean, isPart: boolean): PipelineStages {
  const last = summaries.findLast(({ summary }) => summary.stages !== undefined);
  const list = last?.summary.stages;
  const names = withEdgeStages(list?.names.map(({ name }) => name) ?? DEFAULT_STAGES);
  // The including file wins over what it includes, so a list in the entry file is the last word whatever is not loaded.
  const isFinal = closed || (list !== undefined && !isPart && last === summaries.at(-1));
  return { names, list, file: last?.file, open: !isFinal || list?.open === true };
}

function createIsExtended(definitions: Pipeline['definitions']): (name: string) => boolean {
  let extended: Set<string> | undefined;
  return (name) => (extended ??= extendedNames(definitions)).has(name);
}

function extendedNames(definitions: Pipeline['definitions']): Set<string> {
  const found = new Set<string>();
  const waiting = [...definitions.keys()].filter((name) => !isHidden(name));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const bases = (definitions.get(name) ?? []).flatMap(({ job }) => job.extends?.names ?? []);
    for (const base of bases.filter((each) => !found.has(each.name))) {
      found.add(base.name);
      waiting.push(base.name);
    }
  }
  return found;
}
