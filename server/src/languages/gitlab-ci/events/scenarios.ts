import type { LookUp } from '../expression/evaluate.ts';
import type { FilterContext } from '../simulate/filter.ts';
import type { PipelineEvent } from '../simulate/input.ts';
import { predefinedVariables } from '../simulate/predefined.ts';

/**
 * One way in which a pipeline can start, with a ref of a certain name. Only predefined variables have a value: a
 * project, a group, a schedule or a user may set any other one, also over what the file says.
 */
export interface Scenario {
  readonly context: FilterContext;
  /** GitLab has no list of changed files and takes every `changes` as met. */
  readonly withoutDiff: boolean;
  /** A scenario that differs in the pipeline's source only: the same to conditions that do not ask for it. */
  readonly alike?: Scenario;
}

/** What a user calls an event; several scenarios, as it must not depend on how branches and tags are called. */
export interface StandardEvent {
  /** For a message: "In a pipeline for …". */
  readonly title: string;
  readonly scenarios: readonly Scenario[];
}

interface Start {
  readonly event: PipelineEvent;
  readonly ref: string;
  readonly defaultBranch: string;
  readonly targetBranch?: string;
  readonly more?: Readonly<Record<string, string | null>>;
}

/** Said by `predefinedVariables`, but a project may set them, or they differ among pipelines of the same event. */
const NOT_CERTAIN =
  /^CI_(?:JOB|RUNNER|DEPLOY|REGISTRY|BUILDS|CONCURRENT|SERVER|REPOSITORY|PROJECT_DIR|COMMIT_REF_PROTECTED|TRIGGER|PIPELINE_(?:ID|URL|TRIGGERED)|OPEN_MERGE|MERGE_REQUEST_EVENT_TYPE)/;

function scenario({ more = {}, ...start }: Start): Scenario {
  const variables = new Map([...predefinedVariables(start)].filter(([name]) => !NOT_CERTAIN.test(name)));
  for (const [name, value] of Object.entries(more)) variables.set(name, value);
  return { context: contextOf(start, variables), withoutDiff: hasNoDiff(start.event, start.event === 'tag') };
}

/** https://docs.gitlab.com/ci/jobs/job_rules/#jobs-or-pipelines-run-unexpectedly-when-using-changes */
function hasNoDiff(source: string, isTag: boolean): boolean {
  return isTag || ['schedule', 'web', 'api', 'trigger', 'pipeline'].includes(source);
}

function contextOf(
  { event, ref }: Pick<Start, 'event' | 'ref'>,
  values: ReadonlyMap<string, string | null>,
): FilterContext {
  const lookUp: LookUp = (name) => values.get(name);
  return { input: { event, ref, changedPaths: 'unknown' }, lookUp };
}

const DEFAULT_BRANCHES = ['main', 'master', 'develop', 'trunk'];
const OTHER_BRANCHES = ['topic', 'feature/topic', '123-topic', 'x'];
const TAGS = ['v1.2.3', '1.2.3', 'release-2', 'nightly'];
/** Branches that pipelines name; each is the default branch in some projects and not in others. */
const NAMED_BRANCHES = ['main', 'master', 'develop', 'staging', 'production'];

const onDefault = (event: PipelineEvent): Scenario[] =>
  DEFAULT_BRANCHES.map((ref) => scenario({ event, ref, defaultBranch: ref }));
const onOther = (more: Start['more'] = {}): Scenario[] =>
  OTHER_BRANCHES.map((ref) => scenario({ event: 'push', ref, defaultBranch: 'main', more }));
const mergeRequests = (targetBranch: string): Scenario[] =>
  OTHER_BRANCHES.map((ref) => scenario({ event: 'merge_request_event', ref, defaultBranch: 'main', targetBranch }));

/** A branch pipeline while a merge request of that branch is open, and that merge request's own pipeline. */
export const pushWithMergeRequest: readonly Scenario[] = onOther({ CI_OPEN_MERGE_REQUESTS: 'group/project!1' });
export const mergeRequest: readonly Scenario[] = [...mergeRequests('main'), ...mergeRequests('other')];

/** The same scenarios for a change that touches whatever `changes` ask for. */
export function changingAll(scenarios: readonly Scenario[]): readonly Scenario[] {
  return scenarios.map(({ context: { input, lookUp }, ...scenario }) => ({
    ...scenario,
    context: { input: { ...input, changedPaths: 'all' }, lookUp },
  }));
}

/** The events of a project's own pipeline. */
export const standardEvents: readonly StandardEvent[] = [
  { title: 'a push to the default branch', scenarios: onDefault('push') },
  { title: 'a push to another branch', scenarios: onOther() },
  ...NAMED_BRANCHES.map((ref) => ({
    title: `a push to branch '${ref}'`,
    scenarios: [ref, 'trunk'].map((defaultBranch) => scenario({ event: 'push', ref, defaultBranch })),
  })),
  { title: 'a merge request', scenarios: mergeRequest },
  { title: 'a tag', scenarios: TAGS.map((ref) => scenario({ event: 'tag', ref, defaultBranch: 'main' })) },
  { title: 'a schedule', scenarios: onDefault('schedule') },
  { title: "'Run pipeline' in the browser", scenarios: onDefault('web') },
  { title: 'a trigger token', scenarios: onDefault('trigger') },
  { title: 'the API', scenarios: onDefault('api') },
  { title: 'a trigger job of another project', scenarios: onDefault('pipeline') },
];

/** The events of a child pipeline: it takes the ref and the merge request of the pipeline that starts it. */
export const childEvents: readonly StandardEvent[] = [
  { title: 'a parent pipeline of the default branch', scenarios: onDefault('parent_pipeline') },
  {
    title: 'a parent pipeline of another branch',
    scenarios: OTHER_BRANCHES.map((ref) => scenario({ event: 'parent_pipeline', ref, defaultBranch: 'main' })),
  },
];

/** Every value of `CI_PIPELINE_SOURCE` (https://docs.gitlab.com/ci/jobs/job_rules/#ci_pipeline_source-predefined-variable). */
export const PIPELINE_SOURCES: readonly string[] = [
  'push',
  'merge_request_event',
  'schedule',
  'web',
  'api',
  'trigger',
  'pipeline',
  'parent_pipeline',
  'chat',
  'external',
  'external_pull_request_event',
  'ondemand_dast_scan',
  'ondemand_dast_validation',
  'security_orchestration_policy',
  'pipeline_execution_policy_schedule',
  'container_registry_push',
  'duo_workflow',
  'webide',
];

type Kind = 'branch' | 'tag' | 'merge-request';

const firstOfKind = new Map<string, Scenario>();

/**
 * Every way in which any pipeline starts, with nothing known of names: what is false in all of them never holds. Whoever
 * starts a pipeline, it is one for a branch, a tag or a merge request.
 */
export const everyStart: readonly Scenario[] = PIPELINE_SOURCES.flatMap((source) => {
  const isMergeRequest = source === 'merge_request_event';
  const kinds = isMergeRequest ? (['merge-request'] as const) : (['branch', 'tag', 'merge-request'] as const);
  return kinds.map((kind) => ({ ...openScenario(source, kind), alike: alike(source, kind) }));
});

/** Whether a condition asks for what differs between scenarios that are alike. */
export function asksForSource(condition: string): boolean {
  return /SOURCE|EXTERNAL/.test(condition);
}

/** Those of `everyStart` that differ for conditions which do not ask for the source. */
export const startsWithoutSource: readonly Scenario[] = [...new Set(everyStart.flatMap((start) => start.alike ?? []))];

function alike(source: string, kind: Kind): Scenario {
  const key = source === 'external_pull_request_event' ? `${source} ${kind}` : kind;
  const known = firstOfKind.get(key) ?? openScenario(source, kind);
  firstOfKind.set(key, known);
  return known;
}

function openScenario(source: string, kind: Kind): Scenario {
  const isExternal = source === 'external_pull_request_event';
  const values = new Map<string, string | null>();
  for (const [name, value] of predefinedVariables({ event: 'push', ref: '', defaultBranch: '' })) {
    const isUnset = value === null && !NOT_CERTAIN.test(name) && !name.startsWith('CI_COMMIT_');
    const isOfMergeRequest = name.startsWith('CI_MERGE_REQUEST_') && kind === 'merge-request';
    const isOfExternal = name.startsWith('CI_EXTERNAL_PULL_REQUEST_') && isExternal;
    if (isUnset && !isOfMergeRequest && !isOfExternal) values.set(name, null);
  }
  values.set('CI', 'true').set('GITLAB_CI', 'true').set('CI_PIPELINE_SOURCE', source);
  if (kind !== 'branch') values.set('CI_COMMIT_BRANCH', null);
  if (kind !== 'tag') values.set('CI_COMMIT_TAG', null).set('CI_COMMIT_TAG_MESSAGE', null);
  // The event only says whether GitLab compares files: it does for pushes and merge requests, where nothing is known of them.
  return { context: contextOf({ event: 'push', ref: '' }, values), withoutDiff: hasNoDiff(source, kind === 'tag') };
}
