import type { Finding, Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { oncePerPlace, ownKey, visibleJobs } from './findings.ts';

/**
 * https://docs.gitlab.com/ci/resource_groups/: without a resource group two pipelines may deploy to the same environment at the
 * same time. An environment whose name holds a variable is one of many, as for review apps: it is left alone.
 */
export const deploymentWithoutResourceGroup: Rule<Pipeline> = {
  code: 'gitlab-ci/deployment-without-resource-group',
  severity: 'information',
  *check(pipeline) {
    yield* oncePerPlace(findings(pipeline));
  },
};

function* findings(pipeline: Pipeline): Generator<Finding> {
  for (const job of visibleJobs(pipeline)) {
    const { environment, keywords, open } = job;
    if (environment === undefined || environment.open || open || keywords.has('resource_group')) continue;
    const name = environment.name?.name;
    if (name === undefined || environment.action !== 'start' || name.includes('$')) continue;
    const message =
      `Job '${job.name}' deploys to '${name}' without 'resource_group', so two pipelines can deploy there at the same time; ` +
      `'resource_group: ${name}' makes them wait for each other`;
    yield { at: ownKey(job, 'environment'), message };
  }
}
