import type { Finding, Rule } from '../../language.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import { jobNamed } from '../model/find-job.ts';
import type { IncludeItem } from '../model/include-items.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { jobPlace, oncePerPlace, unknownName, visibleJobs, visibleNames } from './findings.ts';

/** https://docs.gitlab.com/ci/pipelines/downstream_pipelines/#dynamic-child-pipelines */
export const artifactInclude: Rule<Pipeline> = {
  code: 'gitlab-ci/artifact-include',
  severity: 'error',
  *check(pipeline) {
    yield* oncePerPlace(findings(pipeline));
  },
};

function* findings(pipeline: Pipeline): Generator<Finding> {
  for (const job of visibleJobs(pipeline)) {
    for (const item of job.layers.findLast(({ triggers }) => triggers.length > 0)?.triggers ?? []) {
      const finding = item.kind === 'artifact' ? judge(pipeline, job, item) : undefined;
      if (finding !== undefined) yield finding;
    }
  }
}

/** The job that makes the child pipeline's file is there, is earlier and keeps artifacts. */
function judge(pipeline: Pipeline, starter: EffectiveJob, { job: named, target }: IncludeItem): Finding | undefined {
  if (named === undefined || named.text.includes('$')) return undefined;
  const { text: name, at } = named;
  const maker = jobNamed(pipeline, name);
  const subject = `Job '${starter.name}' takes '${target}' from job '${name}', which`;
  if (maker === undefined || maker.hidden) {
    return pipeline.closed ? unknownName({ name, at }, `${subject} does not exist`, visibleNames(pipeline)) : undefined;
  }
  const related = jobPlace(pipeline, name, `'${name}' is defined here`);
  const later = stageAfter(pipeline, starter, maker);
  if (later !== undefined) return { at, message: `${subject} is of the later stage '${later}'`, related };
  if (maker.open || maker.cyclic || maker.keywords.has('artifacts') || pipeline.globals.has('default'))
    return undefined;
  // GitLab creates the pipeline and fails only when it comes to the child.
  return { at, message: `${subject} keeps no artifacts`, related, severity: 'warning' };
}

function stageAfter({ stages }: Pipeline, starter: EffectiveJob, maker: EffectiveJob): string | undefined {
  if (stages.open || starter.stage === 'unknown' || maker.stage === 'unknown') return undefined;
  const own = stages.names.indexOf(starter.stage.name);
  const other = stages.names.indexOf(maker.stage.name);
  return own === -1 || other <= own ? undefined : maker.stage.name;
}
