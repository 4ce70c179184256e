import type { Rule } from '../../language.ts';
import { conditionsOf, type Conditions } from '../events/conditions.ts';
import { decideJob } from '../events/decisions.ts';
import { mergeRequest, pushWithMergeRequest, type Scenario } from '../events/scenarios.ts';
import { decideWorkflow, isChildPipeline, workflowOf, type Workflow } from '../events/workflow.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { ownKey, visibleJobs } from './findings.ts';

/**
 * https://docs.gitlab.com/ci/jobs/job_rules/#avoid-duplicate-pipelines: a job whose rules match both for a branch and for
 * its merge request makes every push start two pipelines, unless `workflow:rules` let only one in.
 */
export const duplicatePipelines: Rule<Pipeline> = {
  code: 'gitlab-ci/duplicate-pipelines',
  severity: 'warning',
  *check(pipeline) {
    const workflow = workflowOf(pipeline);
    if (workflow === undefined || isChildPipeline(pipeline) || !letsBothIn(workflow)) return;
    const jobs = [...visibleJobs(pipeline)].filter((job) => {
      const conditions = conditionsOf(pipeline, job);
      return conditions?.rules !== undefined && isInBoth(conditions);
    });
    // The entry file is where `workflow` goes.
    const first = jobs.find(({ definition }) => definition.path === pipeline.graph.entry) ?? jobs[0];
    if (first === undefined) return;
    const more = jobs.length > 1 ? ` and of ${jobs.length - 1} more` : '';
    const message =
      `The rules of job '${first.name}'${more} match both for a branch and for its merge request: while one is open, each ` +
      "push starts two pipelines. Say in 'workflow:rules' which of them GitLab creates";
    yield { at: ownKey(first, 'rules'), message };
  },
};

function letsBothIn(workflow: Workflow): boolean {
  const isIn = (scenario: Scenario): boolean => decideWorkflow(workflow, scenario).included === true;
  return pushWithMergeRequest.every(isIn) && mergeRequest.every(isIn);
}

const known = new WeakMap<Conditions, boolean>();

function isInBoth(conditions: Conditions): boolean {
  const isBoth = known.get(conditions) ?? judge(conditions);
  known.set(conditions, isBoth);
  return isBoth;
}

function judge(conditions: Conditions): boolean {
  const isIn = (scenario: Scenario): boolean => decideJob(conditions, scenario, true).included === true;
  return pushWithMergeRequest.every(isIn) && mergeRequest.every(isIn);
}
