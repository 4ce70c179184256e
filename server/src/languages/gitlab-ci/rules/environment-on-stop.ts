import type { Finding, Rule } from '../../language.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import type { NameUse } from '../model/job-summary.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { jobPlace, oncePerPlace, unknownName, visibleJobs, visibleNames } from './findings.ts';

/** https://docs.gitlab.com/ci/yaml/#environmenton_stop: a job of the same environment whose action is `stop`. */
export const environmentOnStop: Rule<Pipeline> = {
  code: 'gitlab-ci/environment-on-stop',
  severity: 'error',
  *check(pipeline) {
    yield* oncePerPlace(findings(pipeline));
  },
};

function* findings(pipeline: Pipeline): Generator<Finding> {
  for (const job of visibleJobs(pipeline)) {
    const use = job.environment?.onStop;
    if (use === undefined || use.name.includes('$')) continue;
    const stop = pipeline.effective(use.name);
    if (stop !== undefined) {
      const problem = problemOf(job, stop);
      if (problem === undefined) continue;
      const related = jobPlace(pipeline, use.name, `'${use.name}' is defined here`);
      yield {
        at: use.at,
        message: `Job '${use.name}' cannot stop the environment of '${job.name}': ${problem}`,
        related,
      };
    } else if (pipeline.closed) {
      yield unknown(pipeline, job, use);
    }
  }
}

function unknown(pipeline: Pipeline, job: EffectiveJob, use: NameUse): Finding {
  const message = `Job '${job.name}' is stopped by job '${use.name}', which does not exist`;
  return unknownName(use, message, visibleNames(pipeline));
}

function problemOf(job: EffectiveJob, stop: EffectiveJob): string | undefined {
  if (stop.cyclic) return undefined;
  if (stop.hidden) return 'it is hidden and never runs';
  if (stop.environment === undefined) return stop.open ? undefined : "it has no 'environment'";
  const isUnknown = [job, stop].some(({ open, environment }) => open || environment?.open === true);
  return isUnknown ? undefined : difference(job.environment, stop.environment);
}

function difference(
  own: EffectiveJob['environment'],
  other: NonNullable<EffectiveJob['environment']>,
): string | undefined {
  const [name, otherName] = [own?.name?.name ?? '', other.name?.name ?? ''];
  if (name !== otherName) return `its environment is '${otherName}', not '${name}'`;
  return other.action === 'stop' ? undefined : "its environment lacks 'action: stop'";
}
