import type { Finding, Rule } from '../../language.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { deploysTo } from './deployments.ts';
import { ownKey, perJob } from './findings.ts';

/**
 * https://docs.gitlab.com/ci/resource_groups/: without a resource group two pipelines may deploy to the same environment at the
 * same time.
 */
export const deploymentWithoutResourceGroup: Rule<Pipeline> = {
  code: 'gitlab-ci/deployment-without-resource-group',
  severity: 'information',
  check: perJob(findings),
};

function* findings(job: EffectiveJob): Generator<Finding> {
  // GitLab itself puts pages in place, whole and in the order of their pipelines.
  const isPages = job.name === 'pages' || job.keywords.has('pages');
  const name = job.keywords.has('resource_group') || isPages ? undefined : deploysTo(job);
  if (name === undefined) return;
  const message =
    `Job '${job.name}' deploys to '${name}' without 'resource_group', so two pipelines can deploy there at the same time; ` +
    `'resource_group: ${name}' makes them wait for each other`;
  yield { at: ownKey(job, 'environment'), message };
}
