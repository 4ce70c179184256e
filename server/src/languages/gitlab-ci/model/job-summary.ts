import type { Span, YamlBlock, YamlEntry, YamlNode } from '../../../yaml/node.ts';
import {
  fieldsOf,
  flatItems,
  follow,
  isInterpolated,
  isReference,
  perBlock,
  scalarValue,
  type Anchors,
} from './follow.ts';
import { includeItems, type IncludeItem } from './include-items.ts';
import { isHidden, isJobName } from './names.ts';

/** A name of a job, stage, … and where it is written. */
export interface NameUse {
  readonly name: string;
  readonly at: Span;
}

/**
 * Names that are listed in one place. `open`: the list also holds something whose names are not known from the text
 * (`!reference`, an input, a variable).
 */
export interface NameList {
  readonly names: readonly NameUse[];
  readonly open: boolean;
}

export interface NeedUse extends NameUse {
  readonly optional: boolean;
  /** It names some copies of a parallel job. */
  readonly hasParallel: boolean;
}

export interface ReferenceUse {
  /** The keys from the top; undefined when it is not a list of plain keys. */
  readonly path: readonly NameUse[] | undefined;
  readonly at: Span;
}

export interface EnvironmentSummary {
  readonly at: Span;
  /** Written as a mapping, which is merged with others. */
  readonly isMapping: boolean;
  readonly name: NameUse | undefined;
  /** `start` where nobody says it. */
  readonly action: string | undefined;
  readonly onStop: NameUse | undefined;
  readonly open: boolean;
}

/** What other entries need to know of a job or hidden job; from its own text only. */
export interface JobSummary {
  readonly name: string;
  readonly nameAt: Span;
  readonly hidden: boolean;
  readonly block: YamlBlock;
  /** What its aliases stand for. */
  readonly anchors: Anchors;
  readonly value: YamlNode | undefined;
  readonly fields: ReadonlyMap<string, YamlEntry>;
  readonly isMapping: boolean;
  /** A `!reference` or an input stands for the whole job. */
  readonly isElsewhere: boolean;
  readonly extends: NameList | undefined;
  /** 'unknown' when an input or a reference gives it. */
  readonly stage: NameUse | 'unknown' | undefined;
  readonly needs: { readonly needs: readonly NeedUse[]; readonly open: boolean } | undefined;
  readonly rulesNeeds: readonly NeedUse[];
  readonly dependencies: NameList | undefined;
  readonly environment: EnvironmentSummary | undefined;
  readonly triggers: readonly IncludeItem[];
}

/** The jobs and hidden jobs that a block defines: one, unless the whole document is a single block. */
export const jobsOfBlock = perBlock((block, anchors): readonly JobSummary[] => {
  const { root } = block;
  if (root?.kind !== 'mapping') return [];
  return root.entries.flatMap((entry) => {
    const { key } = entry;
    if (key.kind !== 'scalar' || !isJobName(key.text) || (key.style === 'plain' && key.text === '<<')) return [];
    return [summarize(key.text, entry, anchors)];
  });
});

function summarize(name: string, { key, value }: YamlEntry, anchors: Anchors): JobSummary {
  const node = follow(value, anchors);
  const fields = fieldsOf(node, anchors);
  const field = (keyword: string): YamlNode | undefined => follow(fields.get(keyword)?.value, anchors);
  return {
    name,
    nameAt: key,
    hidden: isHidden(name),
    block: key.block,
    anchors,
    value,
    fields,
    isMapping: node?.kind === 'mapping',
    isElsewhere: isReference(node) || isInterpolated(node),
    extends: fields.has('extends') ? nameList(field('extends'), anchors) : undefined,
    stage: stageOf(fields, field('stage')),
    needs: fields.has('needs') ? needsOf(field('needs'), anchors) : undefined,
    rulesNeeds: rulesNeeds(field('rules'), anchors),
    dependencies: field('dependencies')?.kind === 'sequence' ? nameList(field('dependencies'), anchors) : undefined,
    environment: environmentOf(field('environment'), anchors),
    triggers: triggersOf(field('trigger'), anchors),
  };
}

/** A use of a name, unless the text only becomes a name later. */
function nameUse(node: YamlNode): NameUse | undefined {
  if (node.kind !== 'scalar' || isReference(node) || isInterpolated(node)) return undefined;
  const value = scalarValue(node);
  return value === null || value === undefined ? undefined : { name: String(value), at: node };
}

function nameList(node: YamlNode | undefined, anchors: Anchors): NameList {
  const items = flatItems(node, anchors);
  const names = items.map(nameUse);
  return { names: names.filter((use) => use !== undefined), open: names.includes(undefined) };
}

function stageOf(fields: ReadonlyMap<string, YamlEntry>, node: YamlNode | undefined): JobSummary['stage'] {
  if (!fields.has('stage') || scalarValue(node) === null) return undefined;
  return (node && nameUse(node)) ?? 'unknown';
}

function needsOf(node: YamlNode | undefined, anchors: Anchors): NonNullable<JobSummary['needs']> {
  const items = isReference(node) ? [node as YamlNode] : flatItems(node, anchors);
  let open = false;
  const needs: NeedUse[] = [];
  for (const item of items) {
    const fields = fieldsOf(item, anchors);
    // A need of another pipeline or project is not one of this pipeline's jobs.
    if (fields.has('pipeline') || fields.has('project')) continue;
    const target = item.kind === 'mapping' ? follow(fields.get('job')?.value, anchors) : item;
    const use = target && !target.tag ? nameUse(target) : undefined;
    if (use === undefined) open = true;
    // A variable in a name is expanded by GitLab in matrix jobs only, but then it names other jobs than it says.
    else if (use.name.includes('$')) open = true;
    else
      needs.push({
        ...use,
        hasParallel: fields.has('parallel'),
        optional: scalarValue(follow(fields.get('optional')?.value, anchors)) === true,
      });
  }
  return { needs, open };
}

function rulesNeeds(rules: YamlNode | undefined, anchors: Anchors): NeedUse[] {
  if (rules?.kind !== 'sequence') return [];
  return flatItems(rules, anchors).flatMap((rule) => {
    const needs = follow(fieldsOf(rule, anchors).get('needs')?.value, anchors);
    return needs === undefined ? [] : needsOf(needs, anchors).needs;
  });
}

function environmentOf(node: YamlNode | undefined, anchors: Anchors): EnvironmentSummary | undefined {
  if (node === undefined) return undefined;
  const short = { at: node, isMapping: false, action: undefined, onStop: undefined };
  if (isReference(node)) return { ...short, name: undefined, open: true };
  if (node.kind === 'scalar') return { ...short, name: nameUse(node), open: isInterpolated(node) };
  const fields = fieldsOf(node, anchors);
  const part = (key: string): NameUse | undefined => {
    const value = follow(fields.get(key)?.value, anchors);
    return value && nameUse(value);
  };
  const isKnown = (key: string): boolean => !fields.has(key) || part(key) !== undefined;
  return {
    at: node,
    isMapping: true,
    name: part('name'),
    action: part('action')?.name,
    onStop: part('on_stop'),
    open: !isKnown('name') || !isKnown('action'),
  };
}

function triggersOf(node: YamlNode | undefined, anchors: Anchors): readonly IncludeItem[] {
  const include = fieldsOf(node, anchors).get('include');
  return include === undefined ? [] : includeItems(include.value, anchors);
}

/** The `!reference` tags in a value's own text, not those behind aliases: each is judged where it is written. */
export function referencesIn(node: YamlNode): ReferenceUse[] {
  if (isReference(node)) return [{ path: referencePath(node), at: node }];
  if (node.kind === 'sequence') return node.items.flatMap((item) => (item === undefined ? [] : referencesIn(item)));
  if (node.kind !== 'mapping') return [];
  return node.entries.flatMap(({ value }) => (value === undefined ? [] : referencesIn(value)));
}

function referencePath(node: YamlNode): NameUse[] | undefined {
  if (node.kind !== 'sequence' || node.items.length === 0) return undefined;
  const path = node.items.map((item) => (item?.kind === 'scalar' ? { name: item.text, at: item } : undefined));
  return path.every((step) => step !== undefined) ? path : undefined;
}
