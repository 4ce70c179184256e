import type { Finding, Rule } from '../../language.ts';
import { unknownName } from './findings.ts';
import { includesWithInputs } from './included-inputs.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** https://docs.gitlab.com/ci/inputs/: an include gives only inputs that the included file declares. */
export const unknownInput: Rule<Pipeline> = {
  code: 'gitlab-ci/unknown-input',
  severity: 'error',
  *check(pipeline, snapshot) {
    const seen = new Set<Finding['at']>();
    for (const { target, given, inputs } of includesWithInputs(pipeline, snapshot)) {
      const names = [...inputs.declared.keys()];
      const allowed = names.length === 0 ? 'it takes no inputs' : `it takes ${names.join(', ')}`;
      for (const [name, { key: at }] of given) {
        if (inputs.declared.has(name) || seen.has(at)) continue;
        seen.add(at);
        yield unknownName({ name, at }, `'${target}' has no input '${name}'; ${allowed}`, names);
      }
    }
  },
};
