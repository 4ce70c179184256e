import type { Finding, Rule } from '../../language.ts';
import { unknownName } from './findings.ts';
import { includesWithInputs } from './included-inputs.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { undeclaredInputs } from './undeclared-inputs.ts';

/** https://docs.gitlab.com/ci/inputs/: an include gives, and a file uses, only inputs that are declared. */
export const unknownInput: Rule<Pipeline> = {
  code: 'gitlab-ci/unknown-input',
  severity: 'error',
  *check(pipeline, snapshot) {
    yield* undeclaredInputs(pipeline);
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
