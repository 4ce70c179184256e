import type { YamlEntry, YamlNode } from '../../../yaml/node.ts';
import { valueOf } from '../../../yaml/node.ts';
import type { FileSummary } from './file-summary.ts';
import { fieldsOf, follow, isInterpolated, isReference, type Anchors } from './follow.ts';

/** The inputs that a file declares. */
export interface FileInputs {
  readonly declared: ReadonlyMap<string, YamlEntry>;
  /** Of the document that declares them. */
  readonly anchors: Anchors;
  /** Those without a default. */
  readonly required: readonly string[];
}

const NONE: Anchors = new Map<string, YamlNode>();

/** What a file's header says of inputs; undefined when it takes some from elsewhere or cannot be read. */
export function inputsOfFile(summary: FileSummary): FileInputs | undefined {
  return takesShared(summary) ? undefined : ownInputsOfFile(summary);
}

function takesShared({ header }: FileSummary): boolean {
  const anchors = header?.anchors ?? NONE;
  return fieldsOf(follow(valueOf(header?.root, 'spec'), anchors), anchors).has('include');
}

/** Those that the header itself declares, whatever `spec:include` adds; undefined when it cannot be read. */
export function ownInputsOfFile({ header }: FileSummary): FileInputs | undefined {
  const anchors = header?.anchors ?? NONE;
  const spec = follow(valueOf(header?.root, 'spec'), anchors);
  const isBroken = header?.blocks.some((block) => block.problems.length > 0) === true;
  const fields = fieldsOf(spec, anchors);
  if (isBroken) return undefined;
  const declared = fieldsOf(fields.get('inputs')?.value, anchors);
  const required = [...declared].flatMap(([name, { value }]) => {
    const own = fieldsOf(value, anchors);
    return own.has('default') || own.has('rules') ? [] : [name];
  });
  return { declared, anchors, required };
}

/** The inputs that an include gives; undefined when the text does not say. */
export function givenInputs(include: YamlNode, anchors: Anchors): ReadonlyMap<string, YamlEntry> | undefined {
  const entry = fieldsOf(include, anchors).get('inputs');
  const value = follow(entry?.value, anchors);
  if (isReference(value) || isInterpolated(value)) return undefined;
  const given = fieldsOf(value, anchors);
  return [...given.keys()].some((name) => name.includes('$[[')) ? undefined : given;
}
