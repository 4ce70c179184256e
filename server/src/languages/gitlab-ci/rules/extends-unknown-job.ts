import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { allNames, unknownName } from './findings.ts';

/** https://docs.gitlab.com/ci/yaml/#extends. It is resolved after all includes are merged. */
export const extendsUnknownJob: Rule<Pipeline> = {
  code: 'gitlab-ci/extends-unknown-job',
  severity: 'error',
  *check(pipeline) {
    if (!pipeline.closed) return;
    const { definitions } = pipeline;
    for (const { name, extends: bases } of pipeline.own.jobs.values()) {
      for (const base of bases?.names ?? []) {
        const found = definitions.get(base.name);
        if (found === undefined) {
          yield unknownName(base, `'${name}' extends '${base.name}', which does not exist`, allNames(pipeline));
        } else if (!found.some(({ job }) => job.isMapping || job.isElsewhere)) {
          yield { at: base.at, message: `'${name}' extends '${base.name}', which is not a mapping of keywords` };
        }
      }
    }
  },
};
