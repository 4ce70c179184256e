import type { Finding, Rule } from '../../language.ts';
import { conditionsOf, type Conditions } from '../events/conditions.ts';
import { decideJob } from '../events/decisions.ts';
import { changingAll, mergeRequest, pushWithMergeRequest, type Scenario } from '../events/scenarios.ts';
import { decideWorkflow, isChildPipeline, workflowOf, type Workflow } from '../events/workflow.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { ownKey, visibleJobs } from './findings.ts';

/**
 * https://docs.gitlab.com/ci/jobs/job_rules/#avoid-duplicate-pipelines: a job that is in the pipeline of a branch and in that of
 * its merge request makes every push start two pipelines, unless `workflow:rules` let only one in.
 */
export const duplicatePipelines: Rule<Pipeline> = {
  code: 'gitlab-ci/duplicate-pipelines',
  severity: 'warning',
  isLate: true,
  *check(pipeline) {
    const workflow = workflowOf(pipeline);
    if (workflow === undefined || isChildPipeline(pipeline) || !letsBothIn(workflow)) return;
    const hasRules = workflow.rules !== undefined;
    const jobs = visibleJobs(pipeline).filter((job) => {
      const conditions = conditionsOf(pipeline, job);
      return conditions !== undefined && isInBoth(conditions, hasRules);
    });
    // The entry file is where `workflow` goes.
    const first = jobs.find(({ definition }) => definition.path === pipeline.graph.entry) ?? jobs[0];
    if (first === undefined) return;
    yield { at: workflow.entry?.key ?? placeIn(first), message: messageOf(first.name, jobs.length - 1, hasRules) };
  },
};

function placeIn(job: EffectiveJob): Finding['at'] {
  return ownKey(job, job.keywords.has('rules') ? 'rules' : 'only');
}

function messageOf(name: string, more: number, hasRules: boolean): string {
  const who = more === 0 ? `Job '${name}' runs` : `Job '${name}' and ${more} more run`;
  const advice = hasRules
    ? "A rule 'if: $CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS' with 'when: never' before these leaves one"
    : "Say in 'workflow:rules' which of them GitLab creates";
  return `${who} both for a branch and for its merge request: while one is open, each push starts two pipelines. ${advice}`;
}

function letsBothIn(workflow: Workflow): boolean {
  const isIn = (scenario: Scenario): boolean => decideWorkflow(workflow, scenario).included === true;
  return pushWithMergeRequest.every(isIn) && mergeRequest.every(isIn);
}

const known = { withWorkflow: new WeakMap<Conditions, boolean>(), without: new WeakMap<Conditions, boolean>() };

/** Where the workflow has rules, a job without any is in each pipeline that they let in. */
function isInBoth(conditions: Conditions, hasRules: boolean): boolean {
  const judged = hasRules ? known.withWorkflow : known.without;
  const isBoth = judged.get(conditions) ?? judge(conditions, hasRules);
  judged.set(conditions, isBoth);
  return isBoth;
}

function judge(conditions: Conditions, hasRules: boolean): boolean {
  const isIn = (scenario: Scenario): boolean => decideJob(conditions, scenario, hasRules).included === true;
  return CASES.some((scenarios) => scenarios.every(isIn));
}

const BOTH = [...pushWithMergeRequest, ...mergeRequest];

/** Whatever is changed, and when files are changed that the job waits for. */
const CASES = [BOTH, changingAll(BOTH)];
