import type { PipelineEvent, SimulationInput } from './input.ts';

/** A value, null for a variable that is certainly not set, undefined for one that is not known. */
export type Variables = ReadonlyMap<string, string | null>;

type Given = Pick<SimulationInput, 'event' | 'parent' | 'ref' | 'defaultBranch' | 'targetBranch'>;

/**
 * The predefined variables that rules can use, as far as an event says them
 * (https://docs.gitlab.com/ci/variables/predefined_variables/). Those that only exist in a running job are not set.
 */
export function predefinedVariables(given: Given): Map<string, string | null> {
  const { ref, defaultBranch } = given;
  // A child pipeline runs for what its parent runs for, a merge request among it.
  const event = given.parent?.event ?? given.event;
  const isBranch = event !== 'tag' && event !== 'merge_request_event';
  const variables = new Map<string, string | null>([
    ['CI', 'true'],
    ['GITLAB_CI', 'true'],
    ['CI_PIPELINE_SOURCE', sourceOf(given.event)],
    ['CI_DEFAULT_BRANCH', defaultBranch],
    ['CI_COMMIT_REF_NAME', ref],
    ['CI_COMMIT_REF_SLUG', slug(ref)],
    ['CI_COMMIT_BRANCH', isBranch ? ref : null],
    ['CI_COMMIT_TAG', event === 'tag' ? ref : null],
    ['CI_PIPELINE_TRIGGERED', event === 'trigger' ? 'true' : null],
  ]);
  if (event !== 'tag') variables.set('CI_COMMIT_TAG_MESSAGE', null);
  if (ref === defaultBranch && isBranch) {
    variables.set('CI_OPEN_MERGE_REQUESTS', null);
    variables.set('CI_COMMIT_REF_PROTECTED', 'true');
  }
  for (const name of JOB_ONLY) variables.set(name, null);
  for (const name of EXTERNAL_PULL_REQUEST) variables.set(name, null);
  addMergeRequest(variables, { ...given, event });
  return variables;
}

function sourceOf(event: PipelineEvent): string {
  return event === 'tag' ? 'push' : event;
}

function addMergeRequest(variables: Map<string, string | null>, { event, ref, targetBranch }: Given): void {
  if (event !== 'merge_request_event') {
    for (const name of MERGE_REQUEST) variables.set(name, null);
    return;
  }
  // What their values are is not known before the merge request is there, only that they are set.
  for (const name of ['CI_MERGE_REQUEST_ID', 'CI_MERGE_REQUEST_IID']) variables.set(name, '1');
  variables.set('CI_MERGE_REQUEST_REF_PATH', 'refs/merge-requests/1/head');
  variables.set('CI_MERGE_REQUEST_EVENT_TYPE', 'detached');
  variables.set('CI_MERGE_REQUEST_SOURCE_BRANCH_NAME', ref);
  if (targetBranch !== undefined) variables.set('CI_MERGE_REQUEST_TARGET_BRANCH_NAME', targetBranch);
}

/** `CI_COMMIT_REF_SLUG`: lower case, at most 63 characters of a-z, 0-9 and -, none of them - at the ends. */
function slug(ref: string): string {
  return ref
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
}

/** What `only` and `except` call the events. */
export const SOURCE_NAMES: Readonly<Record<PipelineEvent, readonly string[]>> = {
  push: ['push', 'pushes'],
  tag: ['push', 'pushes'],
  merge_request_event: ['merge_request', 'merge_requests'],
  schedule: ['schedule', 'schedules'],
  web: ['web', 'webs'],
  api: ['api', 'apis'],
  trigger: ['trigger', 'triggers'],
  pipeline: ['pipeline', 'pipelines'],
  parent_pipeline: ['parent_pipeline', 'parent_pipelines'],
};

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const MERGE_REQUEST = words(`
  APPROVED ASSIGNEES DIFF_BASE_SHA DIFF_ID EVENT_TYPE DESCRIPTION DESCRIPTION_IS_TRUNCATED DRAFT ID IID LABELS MILESTONE
  PROJECT_ID PROJECT_PATH PROJECT_URL REF_PATH SOURCE_BRANCH_NAME SOURCE_BRANCH_PROTECTED SOURCE_BRANCH_SHA
  SOURCE_PROJECT_ID SOURCE_PROJECT_PATH SOURCE_PROJECT_URL SQUASH_ON_MERGE TARGET_BRANCH_NAME TARGET_BRANCH_PROTECTED
  TARGET_BRANCH_SHA TITLE`).map((name) => `CI_MERGE_REQUEST_${name}`);

const EXTERNAL_PULL_REQUEST = words(`
  IID SOURCE_REPOSITORY TARGET_REPOSITORY SOURCE_BRANCH_NAME SOURCE_BRANCH_SHA TARGET_BRANCH_NAME TARGET_BRANCH_SHA`).map(
  (name) => `CI_EXTERNAL_PULL_REQUEST_${name}`,
);

const JOB_ONLY = words(`
  CI_BUILDS_DIR CI_CONCURRENT_ID CI_CONCURRENT_PROJECT_ID CI_DEPLOY_PASSWORD CI_DEPLOY_USER CI_JOB_ID CI_JOB_STATUS
  CI_JOB_TIMEOUT CI_JOB_TOKEN CI_JOB_URL CI_JOB_STARTED_AT CI_PIPELINE_ID CI_PIPELINE_URL CI_PROJECT_DIR
  CI_REGISTRY_PASSWORD CI_REGISTRY_USER CI_REPOSITORY_URL CI_RUNNER_DESCRIPTION CI_RUNNER_EXECUTABLE_ARCH CI_RUNNER_ID
  CI_RUNNER_REVISION CI_RUNNER_SHORT_TOKEN CI_RUNNER_TAGS CI_RUNNER_VERSION CI_SERVER CI_TRIGGER_SHORT_TOKEN`);
