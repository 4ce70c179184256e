import { relativeTo } from '../../base/path.ts';
import { success, type Result } from '../../base/result.ts';
import {
  simulatePipeline,
  type SimulatedJob,
  type SimulatedPipeline,
  type SimulationInput,
} from '../../languages/gitlab-ci/index.ts';
import type { PipelinePlanPreview, PipelineScenario, PlannedJob } from '../../lsp/protocol.ts';
import type { YamlFile } from '../../yaml/file.ts';
import { entryOfSettings, startAt } from './entry.ts';
import { baseFiles, headFiles, simulateWith, type SideFiles } from './side-files.ts';
import { jobDefinitions, type Definitions } from './job-definitions.ts';
import type { Preview } from './model.ts';

type Event = Pick<SimulationInput, 'event' | 'ref' | 'defaultBranch' | 'targetBranch' | 'changedPaths'>;

interface Scenario {
  readonly name: string;
  readonly event: Event;
}

/** The pipelines of a push to the default branch and of a merge request, before and after the change. */
export async function previewPipeline(preview: Preview, file: YamlFile): Promise<Result<PipelinePlanPreview>> {
  const { base } = preview;
  const changedPaths = await changesOf(preview);
  if (!changedPaths.ok) return changedPaths;
  const head = await headFiles(preview);
  const entry = await entryFor(preview, file, head);
  const before = await baseFiles(preview);
  if (!before.ok) return before;
  const scenarios: PipelineScenario[] = [];
  const notes = new Set<string>();
  for (const [index, scenario] of scenariosFor(preview, changedPaths.value).entries()) {
    preview.progress(`Simulating a ${scenario.name}`, 0.3 + index * 0.3);
    const right = await simulate(head, entry, scenario.event);
    const left = base.revision === undefined ? undefined : await simulate(before.value, entry, scenario.event);
    if (!right.ok) return right;
    if (left !== undefined && !left.ok) return left;
    for (const note of notesOf(right.value)) notes.add(note);
    for (const note of childNotes(right.value)) notes.add(note);
    scenarios.push(compare(preview, { scenario, right: right.value, left: left?.value, head, before: before.value }));
  }
  return success({ kind: 'pipeline', base: base.label, scenarios, notChecked: [...notes] });
}

/** An included file is a part of the project's pipeline; another file with the ending is a pipeline of its own. */
async function entryFor({ root, request }: Preview, { path }: YamlFile, head: SideFiles): Promise<string> {
  const isUsual = head.paths.includes('.gitlab-ci.yml');
  const configured = request.project?.pipelineFile ?? (isUsual ? undefined : await entryOfSettings(head));
  const main = configured === undefined || configured === '' ? '.gitlab-ci.yml' : configured.replace(/^\/+/u, '');
  const relative = relativeTo(root, path);
  return /\.gitlab-ci\.ya?ml$/u.test(path) && relative !== main && !relative.startsWith('.gitlab/') ? relative : main;
}

function scenariosFor({ base }: Preview, changedPaths: Event['changedPaths']): Scenario[] {
  const { defaultBranch, currentBranch } = base;
  const source = currentBranch === defaultBranch ? 'change' : currentBranch;
  return [
    { name: `push to ${defaultBranch}`, event: { event: 'push', ref: defaultBranch, defaultBranch, changedPaths } },
    {
      name: `merge request into ${defaultBranch}`,
      event: { event: 'merge_request_event', ref: source, defaultBranch, targetBranch: defaultBranch, changedPaths },
    },
  ];
}

/** What the branch and the working tree change against the base; both sides are simulated for the same change. */
async function changesOf({ repository, base, request, root }: Preview): Promise<Result<Event['changedPaths']>> {
  if (repository === undefined || base.revision === undefined) return success('unknown');
  const committed = await repository.changedPaths(base.revision, 'HEAD');
  if (!committed.ok) return committed;
  const local = await repository.changes();
  if (!local.ok) return local;
  const unsaved = [...(request.unsaved?.keys() ?? [])].filter((path) => path.startsWith(`${root}/`));
  const paths = local.value.flatMap(({ path, from }) => [path, ...(from === undefined ? [] : [from])]);
  const open = unsaved.map((path) => relativeTo(root, path));
  return success([...new Set([...committed.value, ...paths, ...open])].sort());
}

function simulate(files: SideFiles, entry: string, event: Event): Promise<Result<SimulatedPipeline>> {
  return simulateWith(files, (read, elsewhere) =>
    simulatePipeline({ ...startAt(entry, read), elsewhere, paths: files.paths, ...event }),
  );
}

function notesOf({ unknown }: SimulatedPipeline): string[] {
  return unknown.map(({ name, because }) => `${name}: depends on ${because}`);
}

/** Which child pipelines cannot be known, and which GitLab would refuse. */
function childNotes({ jobs }: SimulatedPipeline): string[] {
  return jobs.flatMap(({ name, child }) => {
    if (child === undefined) return [];
    const { source, pipeline, unknown } = child;
    const called = `the child pipeline of '${name}' (${source})`;
    if (unknown !== undefined) return [`${called}: ${unknown}`];
    const refused = (pipeline?.errors ?? []).map((error) => `${called}: GitLab refuses it: ${error}`);
    return [...refused, ...(pipeline === undefined ? [] : [...notesOf(pipeline), ...childNotes(pipeline)])];
  });
}

interface Sides {
  readonly scenario: Scenario;
  readonly right: SimulatedPipeline;
  /** Undefined when there is nothing to compare with. */
  readonly left: SimulatedPipeline | undefined;
  readonly head: SideFiles;
  readonly before: SideFiles;
}

function compare(preview: Preview, { scenario, right, left, head, before }: Sides): PipelineScenario {
  const definitions = { head: jobDefinitions(head), before: jobDefinitions(before) };
  const reason = right.errors[0] ?? right.reason;
  return {
    name: scenario.name,
    created: right.created,
    ...(!right.created && reason !== undefined && { reason }),
    jobs: comparedJobs(preview, { right, left, definitions }),
  };
}

interface Compared {
  readonly right: SimulatedPipeline;
  readonly left: SimulatedPipeline | undefined;
  readonly definitions: JobSides['definitions'];
}

/** The jobs of a pipeline, then those of its children, whose stages are named after the job that starts them. */
function comparedJobs(preview: Preview, { right, left, definitions }: Compared): PlannedJob[] {
  const earlier = new Map(left?.jobs.map((job) => [job.name, job]));
  const present = right.jobs.map((job) => planned(preview, job, { earlier: earlier.get(job.name), definitions }));
  const gone = [...earlier.values()].filter((job) => !right.jobs.some(({ name }) => name === job.name));
  const removed = gone.map((job): PlannedJob => ({ ...leftOut(right, job), change: 'removed' }));
  const excluded = right.excluded
    .filter(({ name }) => !gone.some((job) => job.job === name))
    .map(({ name, because }): PlannedJob => {
      const location = definitions.head.locate(name, preview.ports.uriOf);
      const plain = { name, stage: '', outcome: 'excluded', change: 'same', because: because.text, needs: [] } as const;
      return location === undefined ? plain : { ...plain, location };
    });
  return [...present, ...removed, ...excluded, ...jobsOfChildren(preview, { right, left, definitions })];
}

function jobsOfChildren(preview: Preview, { right, left, definitions }: Compared): PlannedJob[] {
  const before = new Map((left?.jobs ?? []).map((job) => [job.name, job.child?.pipeline]));
  const names = new Set([...right.jobs, ...(left?.jobs ?? [])].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const child = right.jobs.find((job) => job.name === name)?.child?.pipeline;
    const earlier = before.get(name);
    if (child === undefined && earlier === undefined) return [];
    const jobs = comparedJobs(preview, { right: child ?? NONE, left: left && (earlier ?? NONE), definitions });
    return jobs.map((job): PlannedJob => ({ ...job, stage: `${name} › ${job.stage}` }));
  });
}

const NONE: SimulatedPipeline = {
  created: false,
  stages: [],
  jobs: [],
  excluded: [],
  unknown: [],
  errors: [],
  warnings: [],
};

interface JobSides {
  readonly earlier: SimulatedJob | undefined;
  readonly definitions: { readonly head: Definitions; readonly before: Definitions };
}

function planned(preview: Preview, job: SimulatedJob, { earlier, definitions }: JobSides): PlannedJob {
  const location = definitions.head.locate(job.job, preview.ports.uriOf);
  return {
    ...described(job),
    outcome: job.outcome,
    change: changeOf(preview, job, { earlier, definitions }),
    because: job.because.text,
    ...(location !== undefined && { location }),
  };
}

function described({
  name,
  stage,
  needs = [],
  environment,
}: SimulatedJob): Pick<PlannedJob, 'name' | 'stage' | 'needs' | 'environment'> {
  return { name, stage, needs, ...(environment !== undefined && { environment: environment.name }) };
}

function changeOf({ base }: Preview, job: SimulatedJob, { earlier, definitions }: JobSides): PlannedJob['change'] {
  if (earlier === undefined) return base.revision === undefined ? 'same' : 'added';
  const behaviour = ({ stage, when, outcome, startIn, allowFailure, needs, environment }: SimulatedJob): string =>
    JSON.stringify([stage, when, outcome, startIn, allowFailure, needs, environment]);
  const isSame =
    behaviour(job) === behaviour(earlier) &&
    definitions.head.textOf(job.job) === definitions.before.textOf(earlier.job);
  return isSame ? 'same' : 'changed';
}

function leftOut(right: SimulatedPipeline, job: SimulatedJob): Omit<PlannedJob, 'change'> {
  const because = right.excluded.find(({ name }) => name === job.job)?.because.text;
  return { ...described(job), outcome: 'excluded', because: because ?? 'It is not in the pipeline any more' };
}
