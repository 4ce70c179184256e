import type { Finding } from '../../language.ts';
import { inputsOfFile } from '../model/file-inputs.ts';
import { perBlock } from '../model/follow.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { inputUses } from '../occurrences/of-inputs.ts';
import { GLOBAL, type Occurrence } from '../occurrences/occurrence.ts';
import { unknownName } from './findings.ts';

const usesOfBlock = perBlock((block): readonly Occurrence[] => inputUses(block.root, GLOBAL));

/** `$[[ inputs.name ]]` in a file whose header declares no such input; without a header GitLab leaves the text as it is. */
export function* undeclaredInputs({ own }: Pipeline): Generator<Finding> {
  const { header, content, anchors } = own;
  const inputs = header === undefined ? undefined : inputsOfFile(own);
  if (inputs === undefined) return;
  const names = [...inputs.declared.keys()];
  const allowed = names.length === 0 ? 'no inputs' : names.join(', ');
  const places = [...(header?.blocks ?? []), ...(content?.blocks ?? [])];
  for (const { name, at } of places.flatMap((block) => usesOfBlock(block, anchors))) {
    if (inputs.declared.has(name)) continue;
    yield unknownName({ name, at }, `This file has no input '${name}'; its 'spec' declares ${allowed}`, names);
  }
}
