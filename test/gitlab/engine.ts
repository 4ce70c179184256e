import {
  semantics,
  simulatePipeline,
  type SimulatedJob as EngineJob,
  type SimulatedPipeline,
  type SimulationInput as EngineInput,
} from '../../server/src/languages/gitlab-ci/index.ts';
import { writeYaml } from '../../server/src/yaml/write.ts';
import { includeAddress } from '../../server/src/workspace/include-address.ts';
import { withIncludes, type Elsewhere } from './engine-includes.ts';
import type { GitLabOptions, Lint, LintResult, Simulate, SimulatedJob } from './options.ts';

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

/** Static: the configuration alone, every visible job. A dry run: the pipeline of a push, the jobs that its rules keep. */
function lint(input: Parameters<Lint>[0]): ReturnType<Lint> {
  return withIncludes(input, (elsewhere) => lintWith(input, elsewhere));
}

function lintWith(input: Parameters<Lint>[0], elsewhere: Elsewhere): LintResult {
  const { dryRun, ref, defaultBranch } = input;
  const files = new Map([...input.files, ['.gitlab-ci.yml', input.content]]);
  const read = (path: string): string | undefined => files.get(path);
  const processed = semantics.processConfiguration({ read, paths: [...files.keys()], elsewhere });
  const { merged, errors, warnings } = processed;
  const includes = processed.files.slice(1).map(includeOf);
  const answer = { warnings, includes, mergedYaml: merged === undefined ? null : `---\n${writeYaml(merged)}` };
  if (!dryRun || errors.length > 0) return { ...answer, errors, jobs: errors.length > 0 ? [] : visibleJobs(processed) };
  const created = run(files, { event: 'push', ref, defaultBranch, changedPaths: 'all', elsewhere });
  const refused = created.reason === undefined ? [] : [created.reason];
  return { ...answer, errors: [...created.errors, ...refused], jobs: created.jobs.map(jobOf) };
}

/** GitLab says `file` for a file of another project. */
function includeOf(path: string): { readonly type: string; readonly location: string } {
  const address = includeAddress(path);
  switch (address?.kind) {
    case undefined:
    // A listing of a folder is asked for, never included.
    case 'tree':
      return { type: 'local', location: path };
    case 'project':
      return { type: 'file', location: address.path };
    case 'component':
      return {
        type: 'component',
        location: `${new URL(address.instance).host}/${address.project}/${address.name}@${address.version}`,
      };
    case 'template':
      return { type: 'template', location: address.name };
    case 'remote':
      return { type: 'remote', location: address.url };
  }
}

function visibleJobs({ root }: ReturnType<typeof semantics.processConfiguration>): readonly SimulatedJob[] {
  const bare = { when: 'on_success', allowFailure: false, needs: [] };
  return (root?.jobs ?? []).flatMap(({ name, data, stage }) =>
    semantics.copiesOf(name, data['parallel']).map((copy) => ({ ...bare, name: copy.name, stage })),
  );
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
