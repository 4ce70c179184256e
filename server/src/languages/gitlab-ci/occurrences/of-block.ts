import { entriesOf, scalarText, type YamlBlock, type YamlNode, type YamlScalar } from '../../../yaml/node.ts';
import { fieldsOf, flatItems, follow, isReference, perBlock, type Anchors } from '../model/follow.ts';
import { isJobName } from '../model/names.ts';
import { declaredInputs, givenInputs, inputUses, usesIn } from './of-inputs.ts';
import { variablesOf, type Entry } from './of-variables.ts';
import { DEFAULT, GLOBAL, patternOf, type Occurrence, type OccurrenceKind } from './occurrence.ts';

/** Every name in a block of the pipeline, and what its aliases lead to: a place may be found by several blocks. */
export const occurrencesOfBlock = perBlock((block: YamlBlock, anchors): readonly Occurrence[] =>
  entriesOf(block.root).flatMap(({ key, value }) =>
    key.kind === 'scalar' ? ofEntry({ key, value, anchors, scope: scopeOf(key.text) }) : [],
  ),
);

/** The names in the header (`spec`). */
export const occurrencesOfHeader = perBlock((block: YamlBlock, anchors): readonly Occurrence[] =>
  entriesOf(block.root).flatMap(({ key, value }) =>
    scalarText(key) === 'spec' ? [...declaredInputs(value, anchors), ...inputUses(value, GLOBAL)] : [],
  ),
);

const GLOBALS: ReadonlySet<string> = new Set(['variables', 'workflow', 'include', 'stages', 'types', 'spec']);

function scopeOf(name: string): string {
  if (isJobName(name)) return name;
  return GLOBALS.has(name) ? GLOBAL : DEFAULT;
}

function ofEntry(entry: Entry): Occurrence[] {
  const { key, value, anchors, scope } = entry;
  return [
    ...(isJobName(key.text) && key.text !== '<<' ? [whole('job', key, { scope, isDeclaration: true })] : []),
    ...usesIn(key, scope),
    ...(key.text === 'stages'
      ? scalars(value, anchors).map((name) => whole('stage', name, { scope, isDeclaration: true }))
      : []),
    ...(key.text === 'include' ? givenInputs(value, anchors, scope) : []),
    ...(isJobName(key.text) || scope === DEFAULT ? ofJob(entry) : []),
    ...referencedJobs(value).map((name) => whole('job', name, { scope })),
    ...variablesOf(entry),
    ...inputUses(value, scope),
  ];
}

interface How {
  readonly scope: string;
  readonly isDeclaration?: boolean;
}

function whole(kind: OccurrenceKind, scalar: YamlScalar, { scope, isDeclaration = false }: How): Occurrence {
  const pattern = patternOf(scalar.text);
  return { kind, name: scalar.text, at: scalar, isDeclaration, scope, scalar, ...(pattern && { pattern }) };
}

function ofJob({ value, anchors, scope }: Entry): Occurrence[] {
  const fields = fieldsOf(value, anchors);
  const field = (name: string): YamlNode | undefined => fields.get(name)?.value;
  const trigger = fieldsOf(field('trigger'), anchors).get('include')?.value;
  const jobs = [
    ...scalars(field('extends'), anchors),
    ...neededJobs(field('needs'), anchors),
    ...flatItems(field('rules'), anchors).flatMap((rule) =>
      neededJobs(fieldsOf(rule, anchors).get('needs')?.value, anchors),
    ),
    ...scalars(field('dependencies'), anchors),
    ...scalars(fieldsOf(field('environment'), anchors).get('on_stop')?.value, anchors),
    ...flatItems(trigger, anchors).flatMap((item) => scalars(fieldsOf(item, anchors).get('job')?.value, anchors)),
  ];
  const stages = scalars(field('stage'), anchors);
  return [
    ...jobs.map((name) => whole('job', name, { scope })),
    ...stages.map((name) => whole('stage', name, { scope })),
    ...givenInputs(trigger, anchors, scope),
  ];
}

function scalars(node: YamlNode | undefined, anchors: Anchors): YamlScalar[] {
  return flatItems(node, anchors).filter((item) => item.kind === 'scalar');
}

function neededJobs(needs: YamlNode | undefined, anchors: Anchors): YamlScalar[] {
  return flatItems(needs, anchors).flatMap((need) => {
    if (need.kind === 'scalar') return [need];
    const fields = fieldsOf(need, anchors);
    // A need of another pipeline or project is not one of this pipeline's jobs.
    const job = fields.has('pipeline') || fields.has('project') ? undefined : follow(fields.get('job')?.value, anchors);
    return job?.kind === 'scalar' ? [job] : [];
  });
}

/** The first step of each `!reference`. */
function referencedJobs(node: YamlNode | undefined): YamlScalar[] {
  if (node?.kind === 'sequence') {
    if (!isReference(node)) return node.items.flatMap(referencedJobs);
    return node.items.slice(0, 1).filter((item) => item?.kind === 'scalar');
  }
  return entriesOf(node).flatMap(({ value }) => referencedJobs(value));
}
