import { scalarText, type YamlNode, type YamlScalar } from '../../../yaml/node.ts';
import { fieldsOf, flatItems, follow, isInterpolated, scalarValue, type Anchors } from '../model/follow.ts';
import type { Occurrence } from './occurrence.ts';
import { textsIn } from './text-walk.ts';
import { namesIn } from './variable-text.ts';

/** Where a top-level entry stands. */
export interface Entry {
  readonly key: YamlScalar;
  readonly value: YamlNode | undefined;
  readonly scope: string;
  readonly anchors: Anchors;
}

/** The variables that an entry sets and those that its texts use. */
export function variablesOf(entry: Entry): Occurrence[] {
  const { key, value, anchors, scope } = entry;
  const fields = fieldsOf(value, anchors);
  const holders = key.text === 'variables' ? [value] : [fields.get('variables')?.value, ...ofRules(fields, anchors)];
  const declared = [...holders, ...matricesOf(fields.get('parallel')?.value, anchors)].flatMap((holder) =>
    keysOf(holder, anchors),
  );
  // A secret and an ID token reach the job as a variable of that name.
  const fromOutside = ['secrets', 'id_tokens'].flatMap((name) => keysOf(fields.get(name)?.value, anchors));
  return [
    ...[...declared, ...fromOutside].map((name): Occurrence => named(name, scope, true)),
    ...inheritedNames(fields.get('inherit')?.value, anchors).map((name): Occurrence => named(name, scope, false)),
    ...neededMatrices(fields.get('needs')?.value, anchors),
    ...usesIn(entry),
  ];
}

function named(scalar: YamlScalar, scope: string, isDeclaration: boolean): Occurrence {
  return { kind: 'variable', name: scalar.text, at: scalar, isDeclaration, scope, scalar };
}

function ofRules(fields: ReturnType<typeof fieldsOf>, anchors: Anchors): (YamlNode | undefined)[] {
  return flatItems(fields.get('rules')?.value, anchors).map((rule) => fieldsOf(rule, anchors).get('variables')?.value);
}

function matricesOf(parallel: YamlNode | undefined, anchors: Anchors): YamlNode[] {
  return flatItems(fieldsOf(parallel, anchors).get('matrix')?.value, anchors);
}

/** Every key that is written, also one that a later key of the same name takes the place of, and those that are merged in. */
function keysOf(holder: YamlNode | undefined, anchors: Anchors): YamlScalar[] {
  const mapping = follow(holder, anchors);
  if (mapping?.kind !== 'mapping') return [];
  const keys = [...mapping.entries, ...fieldsOf(mapping, anchors).values()].map(({ key }) => key);
  return [...new Set(keys)].filter(
    (key) => key.kind === 'scalar' && key.text !== '<<' && !isInterpolated(key),
  ) as YamlScalar[];
}

/** `inherit: { variables: [NAME] }` */
function inheritedNames(inherit: YamlNode | undefined, anchors: Anchors): YamlScalar[] {
  const variables = follow(fieldsOf(inherit, anchors).get('variables')?.value, anchors);
  if (variables?.kind !== 'sequence') return [];
  return flatItems(variables, anchors).filter((item) => item.kind === 'scalar');
}

/** `needs: [{ job: build, parallel: { matrix: [{ NAME: value }] } }]` names variables of the needed job's matrix. */
function neededMatrices(needs: YamlNode | undefined, anchors: Anchors): Occurrence[] {
  return flatItems(needs, anchors).flatMap((need) => {
    const fields = fieldsOf(need, anchors);
    const job = scalarText(follow(fields.get('job')?.value, anchors));
    if (job === undefined) return [];
    const keys = matricesOf(fields.get('parallel')?.value, anchors).flatMap((matrix) => keysOf(matrix, anchors));
    return keys.map((key) => named(key, job, false));
  });
}

function usesIn({ key, value, scope }: Entry): Occurrence[] {
  const { text } = key.block;
  if (value === undefined || !/[$%]/.test(text)) return [];
  return textsIn(value, key.text).flatMap((placed) =>
    namesIn(placed).map(({ name, at }): Occurrence => ({ kind: 'variable', name, at, isDeclaration: false, scope })),
  );
}

/** Whether a job takes a variable of the pipeline over (https://docs.gitlab.com/ci/yaml/#inheritvariables). */
export function inherits(inherit: YamlNode | undefined, name: string, anchors: Anchors): boolean {
  const variables = follow(fieldsOf(inherit, anchors).get('variables')?.value, anchors);
  if (variables?.kind === 'sequence') return flatItems(variables, anchors).some((item) => scalarText(item) === name);
  return scalarValue(variables) !== false;
}
