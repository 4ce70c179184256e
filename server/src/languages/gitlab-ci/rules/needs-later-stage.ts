import type { Finding, Rule } from '../../language.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { jobPlace, oncePerPlace, visibleJobs } from './findings.ts';
import { jobNamed } from '../model/find-job.ts';

/** https://docs.gitlab.com/ci/yaml/#needs: needed and depended-on jobs are in the same or an earlier stage. */
export const needsLaterStage: Rule<Pipeline> = {
  code: 'gitlab-ci/needs-later-stage',
  severity: 'error',
  *check(pipeline) {
    if (pipeline.stages.open) return;
    yield* oncePerPlace(findings(pipeline));
  },
};

function* findings(pipeline: Pipeline): Generator<Finding> {
  for (const job of visibleJobs(pipeline)) {
    for (const { name, at } of [...(job.needs?.needs ?? []), ...job.rulesNeeds]) {
      const later = laterStage(pipeline, job, name);
      if (later === undefined) continue;
      yield {
        at,
        message: `Job '${job.name}' of stage '${later.own}' needs job '${name}' of the later stage '${later.other}'`,
        related: jobPlace(pipeline, name, `'${name}' is defined here`),
      };
    }
    for (const { name, at } of job.dependencies?.names ?? []) {
      const later = laterStage(pipeline, job, name);
      if (later === undefined) continue;
      const message = `Job '${job.name}' of stage '${later.own}' takes artifacts of job '${name}' of the later stage '${later.other}'`;
      yield { at, message, related: jobPlace(pipeline, name, `'${name}' is defined here`) };
    }
  }
}

interface StagePair {
  readonly own: string;
  readonly other: string;
}

/** The two stages when the named job runs later; undefined when it does not or when a stage is unknown. */
function laterStage(pipeline: Pipeline, job: EffectiveJob, name: string): StagePair | undefined {
  const other = jobNamed(pipeline, name);
  if (other === undefined || other.cyclic || job.stage === 'unknown' || other.stage === 'unknown') return undefined;
  const { names } = pipeline.stages;
  const own = names.indexOf(job.stage.name);
  const index = names.indexOf(other.stage.name);
  return own === -1 || index <= own ? undefined : { own: job.stage.name, other: other.stage.name };
}
