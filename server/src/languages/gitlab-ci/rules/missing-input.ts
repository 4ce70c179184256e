import type { YamlEntry } from '../../../yaml/node.ts';
import type { Rule } from '../../language.ts';
import { follow, scalarValue, type Anchors } from '../model/follow.ts';
import { includesWithInputs } from './included-inputs.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** https://docs.gitlab.com/ci/inputs/: an input without a default is given by whoever includes the file. */
export const missingInput: Rule<Pipeline> = {
  code: 'gitlab-ci/missing-input',
  severity: 'error',
  *check(pipeline, snapshot) {
    for (const { target, at, given, inputs } of includesWithInputs(pipeline, snapshot)) {
      const missing = inputs.required.filter((name) => !isGiven(given.get(name), pipeline.own.anchors));
      if (missing.length === 0 || at.block.problems.length > 0) continue;
      const names = missing.map((name) => `'${name}'`).join(', ');
      const plural = missing.length === 1 ? '' : 's';
      yield {
        at,
        message: `'${target}' needs the input${plural} ${names}; give ${plural === '' ? 'it' : 'them'} under 'inputs'`,
      };
    }
  },
};

/** Nothing, given for an input, is not given (lib/ci/inputs). */
function isGiven(entry: YamlEntry | undefined, anchors: Anchors): boolean {
  return entry !== undefined && scalarValue(follow(entry.value, anchors) ?? entry.value) !== null;
}
