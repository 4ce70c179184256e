import { itemsOf, scalarText, valueOf, type YamlEntry, type YamlNode } from '../../../yaml/node.ts';
import { parseExpression } from '../expression/parser.ts';
import { patternAt } from '../expression/lexer.ts';
import { isIndirect } from './job-at.ts';

/** One of `rules`, as far as filters need it. */
export interface FilterRule {
  readonly if?: string;
  readonly changes?: readonly string[];
  readonly isNever: boolean;
}

/** What `only` and `except` mean as rules, or why no rules mean exactly that. */
export type Translation =
  { readonly ok: true; readonly rules: readonly FilterRule[] } | { readonly ok: false; readonly because: string };

interface Filters {
  readonly only: YamlEntry | undefined;
  readonly except: YamlEntry | undefined;
  /** `workflow:rules` takes the default of `only` away. */
  readonly hasWorkflowRules: boolean;
}

/** A filter's parts: `refs`, `variables` and `changes` hold when one of theirs does. */
interface Filter {
  readonly refs: readonly string[];
  readonly variables: readonly string[];
  readonly changes: readonly string[] | undefined;
  readonly needsCluster: boolean;
}

const CLUSTER = '$CI_KUBERNETES_ACTIVE';
const ANY_REF = '$CI_COMMIT_BRANCH || $CI_COMMIT_TAG';

/**
 * Translates the filters of a job as GitLab reads them (lib/gitlab/ci/build/policy): the parts of `only` must all hold,
 * one part of `except` is enough; without `refs` `only` means branches and tags.
 * https://docs.gitlab.com/ci/yaml/deprecated_keywords/#only--except
 */
export function translateFilters({ only, except, hasWorkflowRules }: Filters): Translation {
  const filters = { only: only && readFilter(only.value), except: except && readFilter(except.value) };
  for (const filter of [filters.only, filters.except]) if (typeof filter === 'string') return no(filter);
  const { only: entering, except: leaving } = filters as Record<'only' | 'except', Filter | undefined>;
  const left = leaving === undefined ? [] : leavingRules(leaving);
  const entered = enteringRules(entering, hasWorkflowRules);
  for (const part of [left, entered]) if (typeof part === 'string') return no(part);
  return { ok: true, rules: [...(left as FilterRule[]), ...(entered as FilterRule[])] };
}

function no(because: string): Translation {
  return { ok: false, because };
}

/** The text of why not, where a part is written in a way that only GitLab can follow. */
function readFilter(node: YamlNode | undefined): Filter | string {
  if (isIndirect(node)) return 'it takes something from elsewhere';
  if (node === undefined || node.kind === 'scalar') return node?.text ? 'it is not a list' : EMPTY;
  if (node.kind === 'sequence') return { ...EMPTY, refs: textsOf(node) };
  const changes = valueOf(node, 'changes');
  const filter = {
    refs: textsOf(valueOf(node, 'refs')),
    variables: textsOf(valueOf(node, 'variables')),
    changes: changes && textsOf(changes),
    needsCluster: scalarText(valueOf(node, 'kubernetes')) === 'active',
  };
  const broken = filter.variables.find((text) => !parseExpression(text).ok);
  if (broken !== undefined) return `the condition '${broken}' cannot be read`;
  // https://docs.gitlab.com/ci/yaml/#ruleschanges
  return (filter.changes?.length ?? 0) > 50 ? "'rules:changes' takes at most 50 paths" : filter;
}

const EMPTY: Filter = { refs: [], variables: [], changes: undefined, needsCluster: false };

/** GitLab opens lists in lists up. */
function textsOf(node: YamlNode | undefined): string[] {
  if (node?.kind === 'sequence') return itemsOf(node).flatMap(textsOf);
  const text = scalarText(node);
  return text === undefined || text === '' ? [] : [text];
}

function leavingRules({ refs, variables, changes, needsCluster }: Filter): FilterRule[] | string {
  const conditions = refs.map(refConditions);
  const unclear = conditions.find((condition) => typeof condition === 'string');
  if (typeof unclear === 'string') return unclear;
  const all = [...(conditions as string[][]).flat(), ...variables, ...(needsCluster ? [CLUSTER] : [])];
  return [
    ...all.map((condition) => ({ if: condition, isNever: true })),
    ...(changes === undefined ? [] : [{ changes, isNever: true }]),
  ];
}

function enteringRules(only: Filter | undefined, hasWorkflowRules: boolean): FilterRule[] | string {
  if (only === undefined) return [{ ...(!hasWorkflowRules && { if: ANY_REF }), isNever: false }];
  const { refs, variables, changes, needsCluster } = only;
  const conditions = refs.length === 0 ? [ANY_REF.split(' || ')] : refs.map(refConditions);
  const unclear = conditions.find((condition) => typeof condition === 'string');
  if (typeof unclear === 'string') return unclear;
  const ends = { ...(changes !== undefined && { changes }), isNever: false };
  const enterings = (conditions as string[][]).flat();
  const cluster = needsCluster ? [CLUSTER] : [];
  if (variables.length === 0) return enterings.map((each) => ({ if: and([each, ...cluster]), ...ends }));
  const any = enterings.join(' || ');
  return variables.map((each) => ({ if: and([any, ...cluster, each]), ...ends }));
}

/** Texts in `&&` need brackets where they hold an `||`. */
function and(parts: readonly string[]): string {
  if (parts.length === 1) return parts[0] ?? '';
  return parts.map((part) => (part.includes('||') ? `(${part})` : part)).join(' && ');
}

/** How the kinds of pipelines that a filter can name are called in `CI_PIPELINE_SOURCE`. */
const SOURCES: Readonly<Record<string, string>> = {
  pushes: 'push',
  merge_requests: 'merge_request_event',
  web: 'web',
  schedules: 'schedule',
  triggers: 'trigger',
  api: 'api',
  pipelines: 'pipeline',
  chat: 'chat',
  external: 'external',
  external_pull_requests: 'external_pull_request_event',
};

/** The conditions that one of `refs` means, one of which must hold; or why there are none. */
function refConditions(written: string): string[] | string {
  const isPattern = written.startsWith('/');
  const [ref = '', project] = isPattern ? [written] : written.split('@', 2);
  const inProject = project === undefined ? [] : [`$CI_PROJECT_PATH == "${project}"`];
  if (/["\\$]/.test(project ?? '') || (!isPattern && /["\\$]/.test(ref))) return `'${written}' is not a plain name`;
  const conditions = isPattern ? patternConditions(ref) : nameConditions(ref);
  return typeof conditions === 'string' ? conditions : conditions.map((each) => and([each, ...inProject]));
}

function nameConditions(ref: string): string[] {
  if (ref === 'branches') return ['$CI_COMMIT_BRANCH'];
  if (ref === 'tags') return ['$CI_COMMIT_TAG'];
  const source = Object.hasOwn(SOURCES, ref) ? SOURCES[ref] : undefined;
  if (source !== undefined) return [`$CI_PIPELINE_SOURCE == "${source}"`];
  return [`$CI_COMMIT_BRANCH == "${ref}"`, `$CI_COMMIT_TAG == "${ref}"`];
}

function patternConditions(written: string): string[] | string {
  const [, body, flags = ''] = /^\/(.+)\/([ismU]*)$/.exec(written) ?? [];
  // GitLab takes what follows an @ for a project.
  if (body === undefined || body.includes('@')) return `'${written}' is not a plain pattern`;
  // In a condition a slash ends the pattern.
  const pattern = `/${body.replaceAll(/\\.|\//g, (part) => (part === '/' ? '\\/' : part))}/${flags}`;
  if (patternAt(pattern) !== pattern) return `the pattern '${written}' cannot be written in a condition`;
  return [`$CI_COMMIT_BRANCH =~ ${pattern}`, `$CI_COMMIT_TAG =~ ${pattern}`];
}
