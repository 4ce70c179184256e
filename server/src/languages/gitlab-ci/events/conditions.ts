import { jsonText } from '../../../base/json.ts';
import { isRecord } from '../../../base/record.ts';
import { psychDialect } from '../../../yaml/dialect.ts';
import { toValue } from '../../../yaml/value.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import { isInterpolated, isReference, scalarValue } from '../model/follow.ts';
import type { JobSummary } from '../model/job-summary.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { ruleItemsOf, type RuleItem } from './rule-items.ts';

/** What decides whether a job is in a pipeline, after includes, `extends` and `!reference`. */
export interface Conditions {
  /** Undefined: the job has no `rules`. */
  readonly rules: readonly RuleItem[] | undefined;
  /** Null where it is not written. */
  readonly only: unknown;
  readonly except: unknown;
  readonly when: string;
}

/** Lists in lists end here, see `flatItems`. */
const MAX_DEPTH = 10;

/** A few references can name each other's lists any number of times; what comes then is not known. */
const MAX_LISTS = 500;

/** How far a resolution has come. */
interface Walk {
  readonly pipeline: Pipeline;
  depth: number;
  lists: number;
}

type KnownConditions = WeakMap<EffectiveJob, { readonly conditions: Conditions | undefined }>;

/** A job stays the same when the text changes that its references lead to, or what is known of the pipeline. */
const ofPipelines = new WeakMap<Pipeline, KnownConditions>();

/**
 * The conditions of a job; undefined where a part of them lies in a file that is not loaded, or only inputs say it.
 * The same object as long as nothing that it depends on was edited, and often for jobs with the same rules.
 */
export function conditionsOf(pipeline: Pipeline, job: EffectiveJob): Conditions | undefined {
  const ofJobs: KnownConditions = ofPipelines.get(pipeline) ?? new WeakMap();
  ofPipelines.set(pipeline, ofJobs);
  const known = ofJobs.get(job) ?? { conditions: isKnown(pipeline, job) ? find(pipeline, job) : undefined };
  ofJobs.set(job, known);
  return known.conditions;
}

const DECIDING = ['rules', 'only', 'except', 'when'] as const;

const NONE: Conditions = { rules: undefined, only: null, except: null, when: 'on_success' };

const known = new WeakMap<JobSummary, { readonly sources: readonly unknown[]; readonly conditions: Conditions }>();

function find(pipeline: Pipeline, job: EffectiveJob): Conditions | undefined {
  const keywords = DECIDING.filter((keyword) => job.keywords.has(keyword));
  if (keywords.length === 0) return NONE;
  const from = (keyword: string): JobSummary | undefined => winner(job, keyword);
  const rules = from('rules');
  const lists = rules && resolvedRules({ pipeline, depth: 0, lists: 0 }, rules, 'rules');
  const [list] = lists ?? [];
  if (keywords.length === 1 && list !== undefined && lists?.length === 1) return ofOneList(list);
  const sources = [lists, from('only'), from('except'), from('when')].flat();
  const before = known.get(job.definition.job);
  if (before !== undefined && isSame(before.sources, sources)) return before.conditions;
  const conditions = readConditions(job, lists?.flat());
  if (conditions !== undefined) known.set(job.definition.job, { sources, conditions });
  return conditions;
}

const ofLists = new WeakMap<readonly RuleItem[], Conditions>();

function ofOneList(rules: readonly RuleItem[]): Conditions {
  const conditions = ofLists.get(rules) ?? { ...NONE, rules };
  ofLists.set(rules, conditions);
  return conditions;
}

function isSame(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

/** Whether no file that is not loaded can change the conditions: the entry file has the last word on what it writes. */
function isKnown({ closed, isEntry, graph }: Pipeline, job: EffectiveJob): boolean {
  if (job.cyclic || !isEntry) return false;
  if (closed) return !job.open;
  const { definition } = job;
  return definition.path === graph.entry && definition.job.fields.has('rules') && !definition.job.isElsewhere;
}

/** The text that has the last word on a keyword. */
export function winner(job: EffectiveJob, keyword: string): JobSummary | undefined {
  return job.layers.findLast(({ fields }) => fields.get(keyword)?.value !== undefined);
}

function readConditions(job: EffectiveJob, rules: readonly RuleItem[] | undefined): Conditions | undefined {
  const filters = ['only', 'except'].map((keyword) => readFilter(job, keyword));
  const when = job.fields.get('when')?.value;
  if (when?.kind === 'alias' || isReference(when) || isInterpolated(when) || filters.includes(undefined)) {
    return undefined;
  }
  const said = when && scalarValue(when);
  return { rules, only: filters[0], except: filters[1], when: typeof said === 'string' ? said : 'on_success' };
}

/** Null where the job has none; undefined where it is not known: mappings of several layers are merged. */
function readFilter(job: EffectiveJob, keyword: string): unknown {
  const layers = job.layers.filter(({ fields }) => fields.get(keyword)?.value !== undefined);
  const [own] = layers.slice(-1);
  const node = own?.fields.get(keyword)?.value;
  if (own === undefined || node === undefined) return null;
  const { value, problems } = toValue(node, { dialect: psychDialect, anchors: own.anchors, readTag: () => '$[[ ]]' });
  if (problems.length > 0 || jsonText(value).includes('$[[')) return undefined;
  return isRecord(value) && layers.length > 1 ? undefined : value;
}

type Lists = readonly (readonly RuleItem[])[];

/** The lists that a list of rules is made of. */
function resolvedRules(walk: Walk, job: JobSummary, keyword: string): Lists {
  const own = ruleItemsOf(job, keyword);
  if (own === undefined) return [];
  if (own.every(({ kind }) => kind !== 'reference')) return [own];
  return partsOf(own).flatMap((part) => resolvePart(walk, part));
}

function resolvePart(walk: Walk, part: Part): Lists {
  if ('items' in part) return [part.items];
  const { pipeline } = walk;
  const [name = '', keyword = '', ...more] = part.item.path;
  const isTooMuch = walk.depth >= MAX_DEPTH || ++walk.lists > MAX_LISTS;
  const target = isTooMuch || more.length > 0 ? undefined : pipeline.effective(name);
  const isOpen = target === undefined || target.cyclic || (target.open && !pipeline.closed);
  const from = isOpen ? undefined : winner(target, keyword);
  if (from === undefined) return [part.unknown];
  walk.depth++;
  const lists = resolvedRules(walk, from, keyword);
  walk.depth--;
  return lists;
}

type Reference = Extract<RuleItem, { kind: 'reference' }>;
type Part =
  { readonly items: readonly RuleItem[] } | { readonly item: Reference; readonly unknown: readonly RuleItem[] };

const parts = new WeakMap<readonly RuleItem[], readonly Part[]>();

/** A list cut at its references; the same parts as long as it is the same list. */
function partsOf(items: readonly RuleItem[]): readonly Part[] {
  const before = parts.get(items);
  if (before !== undefined) return before;
  const cut = items.map((item): Part => {
    return item.kind === 'reference' ? { item, unknown: [{ kind: 'unknown', node: item.node }] } : { items: [item] };
  });
  parts.set(items, cut);
  return cut;
}

const resolved = new WeakMap<readonly RuleItem[], readonly RuleItem[]>();

/** A list of rules with the lists that its references name put in their place. The same list as long as it holds the same. */
export function withReferences(items: readonly RuleItem[], pipeline: Pipeline): readonly RuleItem[] {
  if (items.every(({ kind }) => kind !== 'reference')) return items;
  const walk = { pipeline, depth: 0, lists: 0 };
  const now = partsOf(items).flatMap((part) => resolvePart(walk, part).flat());
  const before = resolved.get(items);
  if (before !== undefined && isSame(before, now)) return before;
  resolved.set(items, now);
  return now;
}
