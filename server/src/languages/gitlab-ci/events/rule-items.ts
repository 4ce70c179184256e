import { isRecord, type DataRecord } from '../../../base/record.ts';
import { psychDialect } from '../../../yaml/dialect.ts';
import { scalarText, type YamlNode } from '../../../yaml/node.ts';
import { toValue } from '../../../yaml/value.ts';
import { parseExpression } from '../expression/parser.ts';
import { flatItems, follow, isReference, type Anchors } from '../model/follow.ts';
import type { JobSummary } from '../model/job-summary.ts';

/** One line of a `rules` list as it is written. */
export type RuleItem =
  | { readonly kind: 'rule'; readonly data: DataRecord; readonly node: YamlNode }
  /** Another list of rules stands here. */
  | { readonly kind: 'reference'; readonly path: readonly string[]; readonly node: YamlNode }
  /** An input or a reference gives a part that decides. */
  | { readonly kind: 'unknown'; readonly node: YamlNode };

/** The keys of a rule that decide whether it matches and what it says. */
const DECIDING = ['if', 'changes', 'exists', 'when'] as const;

const lists = new WeakMap<JobSummary, Map<string, readonly RuleItem[]>>();

/** The rules under a keyword of a job's own text; undefined when it does not have it. The same list as long as the text is the same. */
export function ruleItemsOf(job: JobSummary, keyword: string): readonly RuleItem[] | undefined {
  const node = job.fields.get(keyword)?.value;
  if (node === undefined) return undefined;
  const ofJob = lists.get(job) ?? new Map<string, readonly RuleItem[]>();
  lists.set(job, ofJob);
  const known = ofJob.get(keyword) ?? readRuleItems(node, job.anchors);
  ofJob.set(keyword, known);
  return known;
}

/** Reads a list of rules; one rule alone is a list of one. */
export function readRuleItems(node: YamlNode, anchors: Anchors): readonly RuleItem[] {
  return flatItems(node, anchors).map((item) => readItem(item, anchors));
}

function readItem(node: YamlNode, anchors: Anchors): RuleItem {
  if (isReference(node)) return readReference(node, anchors);
  const { value, problems } = toValue(node, { dialect: psychDialect, anchors, readTag });
  if (!isRecord(value) || problems.length > 0 || node.block.problems.length > 0) return { kind: 'unknown', node };
  const isUnknown = DECIDING.some((key) => isOpen(value[key])) || !isReadable(value['if']);
  return isUnknown ? { kind: 'unknown', node } : { kind: 'rule', data: value, node };
}

/** What is wrong in a condition has a finding of its own; whatever was meant, it is not what GitLab makes of it. */
function isReadable(condition: unknown): boolean {
  if (condition === undefined || condition === null) return true;
  return typeof condition === 'string' && parseExpression(condition).ok;
}

function readReference(node: YamlNode, anchors: Anchors): RuleItem {
  const steps = node.kind === 'sequence' ? node.items.map((item) => scalarText(follow(item, anchors))) : [undefined];
  const path = steps.filter((step) => step !== undefined);
  return path.length === steps.length && path.length > 0
    ? { kind: 'reference', path, node }
    : { kind: 'unknown', node };
}

/** A `!reference` inside a rule reads as an input does: not known here. */
function readTag(tag: string, _node: YamlNode, read: () => unknown): unknown {
  return tag === '!reference' ? '$[[ reference ]]' : read();
}

function isOpen(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('$[[');
  if (Array.isArray(value)) return value.some(isOpen);
  return isRecord(value) && Object.values(value).some(isOpen);
}
