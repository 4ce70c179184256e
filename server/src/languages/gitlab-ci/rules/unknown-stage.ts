import type { Finding, Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { oncePerPlace, unknownName, visibleJobs } from './findings.ts';

/** https://docs.gitlab.com/ci/yaml/#stage: one of `stages`, `.pre` or `.post`; `test` for a job that names none. */
export const unknownStage: Rule<Pipeline> = {
  code: 'gitlab-ci/unknown-stage',
  severity: 'error',
  *check(pipeline) {
    if (pipeline.stages.open) return;
    yield* oncePerPlace(findings(pipeline));
  },
};

function* findings(pipeline: Pipeline): Generator<Finding> {
  const { names, list, file } = pipeline.stages;
  const known = new Set(names);
  const allowed = `${list === undefined ? 'the default stages are' : "'stages' has"} ${names.join(', ')}`;
  const range = list && file?.rangeOf(list.entry.key);
  const related =
    range && file ? [{ location: { path: file.path, range }, message: 'The stages are listed here' }] : [];
  for (const job of visibleJobs(pipeline)) {
    const { stage, name, definition } = job;
    if (stage === 'unknown' || known.has(stage.name)) continue;
    const own = stage.from?.stage;
    if (own === undefined || own === 'unknown') {
      const message = `Job '${name}' names no stage and so is in '${stage.name}', which does not exist; ${allowed}`;
      yield { at: definition.job.nameAt, message, related };
    } else {
      yield { ...unknownName(own, `Job '${name}' uses stage '${stage.name}'; ${allowed}`, names), related };
    }
  }
}
