import {
  simulatePipeline,
  type SimulatedJob as EngineJob,
  type SimulatedPipeline,
  type SimulationInput as EngineInput,
} from '../../server/src/languages/gitlab-ci/index.ts';
import type { GitLabOptions, Lint, Simulate, SimulatedJob } from './options.ts';

/** The product's own engine for the jobs of pipelines and for CI lint. The server itself knows nothing of it. */
export const engine: Pick<GitLabOptions, 'simulate' | 'lint'> = { simulate, lint };

function simulate(input: Parameters<Simulate>[0]): ReturnType<Simulate> {
  const { jobs, errors } = run(input.files, {
    event: input.event,
    ref: input.ref,
    defaultBranch: input.defaultBranch,
    changedPaths: input.changedPaths ?? 'all',
    ...(input.targetBranch === undefined ? {} : { targetBranch: input.targetBranch }),
  });
  return { jobs: jobs.filter((job) => !job.triggers).map(jobOf), errors };
}

/** `merged_yaml` is the content as it came: nothing here prints a merged configuration. */
function lint(input: Parameters<Lint>[0]): ReturnType<Lint> {
  const files = new Map([...input.files, ['.gitlab-ci.yml', input.content]]);
  const { jobs, errors } = run(files, { event: 'push', ref: input.ref, defaultBranch: input.ref, changedPaths: 'all' });
  return { errors, warnings: [], mergedYaml: errors.length > 0 ? null : input.content, jobs: jobs.map(jobOf) };
}

function run(
  files: ReadonlyMap<string, string>,
  about: Omit<EngineInput, 'read' | 'paths' | 'otherVariables'>,
): SimulatedPipeline {
  // A variable that neither the pipeline nor the project sets is unset: this GitLab has no others.
  const read = (path: string): string | undefined => files.get(path);
  return simulatePipeline({ ...about, read, paths: [...files.keys()], otherVariables: 'unset' });
}

function jobOf(job: EngineJob): SimulatedJob {
  const { environment } = job;
  return {
    name: job.name,
    stage: job.stage,
    when: job.when,
    allowFailure: job.allowFailure,
    needs: job.needs ?? [],
    // The other actions deploy nothing: https://docs.gitlab.com/ci/yaml/#environmentaction
    ...(environment?.action === 'start' ? { environment: environment.name } : {}),
  };
}
