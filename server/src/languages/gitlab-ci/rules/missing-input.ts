import type { YamlEntry } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import { inputsOfFile } from '../model/file-inputs.ts';
import { follow, scalarValue, type Anchors } from '../model/follow.ts';
import { includesWithInputs } from './included-inputs.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** https://docs.gitlab.com/ci/inputs/: an input without a default is given by whoever includes the file. */
export const missingInput: Rule<Pipeline> = {
  code: 'gitlab-ci/missing-input',
  severity: 'error',
  *check(pipeline, snapshot) {
    yield* ofEntry(pipeline);
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

/** A pipeline that is started by a push, a merge request or a schedule without inputs is refused. */
function* ofEntry({ isMain, isEntry, own, graph, file }: Pipeline): Generator<Finding> {
  const inputs = isMain && isEntry && graph.entry === file.path && own.header ? inputsOfFile(own) : undefined;
  for (const name of inputs?.required ?? []) {
    const at = inputs?.declared.get(name)?.key;
    if (at === undefined) continue;
    const message = `Input '${name}' has no default, so pipelines that nobody gives it, as those of pushes, are refused`;
    yield { at, message, severity: 'hint' };
  }
}

/** Nothing, given for an input, is not given (lib/ci/inputs). */
function isGiven(entry: YamlEntry | undefined, anchors: Anchors): boolean {
  return entry !== undefined && scalarValue(follow(entry.value, anchors) ?? entry.value) !== null;
}
