import { isRecord, ownText, ownValue } from '../../../base/record.ts';
import { flatTexts } from '../configuration/flatten.ts';
import { matchesGlob } from '../configuration/glob.ts';
import { evaluateText, isTruthful, type LookUp } from '../expression/evaluate.ts';
import type { SimulationInput } from './input.ts';
import { expandExisting } from './variables.ts';

/** Whether a condition holds; unknown says what it depends on. */
export type Verdict =
  | { readonly holds: boolean; readonly because?: undefined }
  /** GitLab refuses to create the pipeline. */
  | { readonly holds: false; readonly error: string; readonly because?: undefined }
  | { readonly holds: undefined; readonly because: readonly string[] };

/** What conditions are judged by. */
export interface Context {
  readonly input: Pick<
    SimulationInput,
    'event' | 'parent' | 'changedPaths' | 'changedSince' | 'paths' | 'pathsOf' | 'ownPathsFor'
  >;
  readonly lookUp: LookUp;
}

/** Judges the clauses of one rule: all of them must hold. A rule without clauses does. */
export function judgeRule(rule: unknown, context: Context): Verdict {
  const clauses: Verdict[] = [];
  const condition = ownValue(rule, 'if');
  if (condition !== undefined && condition !== null) clauses.push(judgeIf(condition, context));
  const changes = ownValue(rule, 'changes');
  if (changes !== undefined && changes !== null) clauses.push(judgeChanges(changes, context));
  const exists = ownValue(rule, 'exists');
  if (exists !== undefined && exists !== null) clauses.push(judgeExists(exists, context));
  return all(clauses);
}

function all(clauses: readonly Verdict[]): Verdict {
  const refused = clauses.find((clause) => clause.holds === false);
  if (refused !== undefined) return clauses.find((clause) => 'error' in clause) ?? refused;
  const because = clauses.flatMap((clause) => clause.because ?? []);
  return because.length > 0 ? { holds: undefined, because } : { holds: true };
}

/** A condition on variables; what GitLab cannot read is false. */
export function judgeIf(condition: unknown, { lookUp }: Context): Verdict {
  if (typeof condition !== 'string') return { holds: false };
  const result = evaluateText(condition, lookUp);
  return result.known ? { holds: isTruthful(result) === true } : { holds: undefined, because: result.because };
}

/** Events for which GitLab has no list of changed files and takes `changes` as met. */
const WITHOUT_DIFF: ReadonlySet<string> = new Set(['tag', 'schedule', 'web', 'api', 'trigger', 'pipeline']);

/** https://docs.gitlab.com/ci/yaml/#ruleschanges */
export function judgeChanges(changes: unknown, context: Context): Verdict {
  const { input } = context;
  const compareTo = ownValue(changes, 'compare_to');
  const changed = typeof compareTo === 'string' ? changedSince(compareTo, context) : changedPaths(input);
  if (changed === 'invalid') return { holds: false, error: 'rules:changes:compare_to is not a valid ref' };
  if (changed === 'all') return { holds: true };
  if (changed === undefined) return { holds: undefined, because: ['which files are changed'] };
  const patterns = expandPatterns(isRecord(changes) ? ownValue(changes, 'paths') : changes, context);
  return { holds: patterns.some((pattern) => changed.some((path) => matchesGlob(pattern, path))) };
}

function changedPaths(input: Context['input']): readonly string[] | 'all' | undefined {
  if (WITHOUT_DIFF.has(input.parent?.event ?? input.event)) return 'all';
  return input.changedPaths === 'unknown' ? undefined : input.changedPaths;
}

function changedSince(ref: string, { input, lookUp }: Context): readonly string[] | 'invalid' | undefined {
  const expanded = expandExisting(ref, lookUp);
  return expanded === undefined ? undefined : input.changedSince?.(expanded);
}

/** https://docs.gitlab.com/ci/yaml/#rulesexists */
export function judgeExists(exists: unknown, context: Context): Verdict {
  const project = ownText(exists, 'project');
  const patterns = expandPatterns(isRecord(exists) ? ownValue(exists, 'paths') : exists, context);
  if (project !== undefined) return judgeElsewhere(project, { patterns, ref: ownText(exists, 'ref') }, context);
  const { paths, ownPathsFor } = context.input;
  if (patterns.length === 0 || ownPathsFor === undefined) return judgePatterns(patterns, paths);
  return judgePatterns(patterns, ownPathsFor(patterns));
}

function judgePatterns(patterns: readonly string[], paths: readonly string[] | undefined): Verdict {
  if (patterns.length === 0) return { holds: false };
  if (paths === undefined) return { holds: undefined, because: ['which files there are'] };
  return { holds: patterns.some((pattern) => existsIn(paths, pattern)) };
}

/** `exists:project`: the files of another project at a ref. */
function judgeElsewhere(
  written: string,
  { patterns, ref }: { readonly patterns: readonly string[]; readonly ref: string | undefined },
  { input, lookUp }: Context,
): Verdict {
  const project = expandExisting(written, lookUp);
  const at = ref === undefined ? 'HEAD' : expandExisting(ref, lookUp);
  const found = project === undefined || at === undefined ? undefined : input.pathsOf?.(project, at, patterns);
  if (found === 'no-project') {
    return { holds: false, error: `rules:exists:project \`${project ?? ''}\` not found or access denied` };
  }
  if (found === 'no-ref') {
    return {
      holds: false,
      error: `rules:exists:ref \`${at ?? ''}\` is not a valid ref in project \`${project ?? ''}\``,
    };
  }
  return found === undefined
    ? { holds: undefined, because: [`the files of project '${project ?? written}'`] }
    : judgePatterns(patterns, found);
}

function existsIn(paths: readonly string[], pattern: string): boolean {
  return /[*?[{\\]/.test(pattern) ? paths.some((path) => matchesGlob(pattern, path)) : paths.includes(pattern);
}

/** Patterns with their variables filled in; one with an unknown variable matches only what it says literally. */
function expandPatterns(written: unknown, { lookUp }: Context): string[] {
  return flatTexts(written).map((pattern) => expandExisting(pattern, lookUp) ?? pattern);
}
