import type { YamlFile } from '../../../yaml/file.ts';
import { scalarText, valueOf, type YamlEntry } from '../../../yaml/node.ts';
import { writeKey } from '../../../yaml/write-scalar.ts';
import type { CodeAction, TextEdit } from '../../language.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { entryText, withBreaks, type EntryText } from './entry-text.ts';
import { translateFilters, type FilterRule, type Translation } from './filter-rules.ts';
import { jobAt, type JobEntry } from './job-at.ts';
import { areBasesKnown } from '../model/known-bases.ts';

const TITLE = "Write 'only' and 'except' as 'rules'";

/** Offers `rules` that mean the same, on the key of `only` or `except`; where none do, says why. */
export function filtersToRules(pipeline: Pipeline, file: YamlFile, offset: number): CodeAction[] {
  const job = jobAt(file, offset);
  if (job === undefined || !isOnFilter(job)) return [];
  const action = { title: TITLE, kind: 'refactor.rewrite' } as const;
  const written = entriesOf(job, file);
  const translation = translate(pipeline, job, written);
  if (!translation.ok) return [{ ...action, edits: [], disabled: `No rules mean the same: ${translation.because}` }];
  const catchAll = catchAllOf(pipeline, job.name);
  return [{ ...action, edits: () => editsFor(file, written ?? [], { rules: translation.rules, catchAll }) }];
}

function isOnFilter({ path: { path, inKey } }: JobEntry): boolean {
  return inKey && path.length === 2 && (path[1] === 'only' || path[1] === 'except');
}

interface Written {
  readonly entry: YamlEntry;
  readonly name: 'only' | 'except';
  readonly text: EntryText;
}

/** The lines of `only` and `except`, in their order; undefined where they are no lines of their own. */
function entriesOf({ entry }: JobEntry, file: YamlFile): Written[] | undefined {
  const entries = entry.value?.kind === 'mapping' ? entry.value.entries : [];
  const found: Written[] = [];
  for (const each of entries) {
    const name = scalarText(each.key);
    if (name !== 'only' && name !== 'except') continue;
    const text = entryText(file, each);
    if (text === undefined) return undefined;
    found.push({ entry: each, name, text });
  }
  return found;
}

function translate(pipeline: Pipeline, job: JobEntry, written: readonly Written[] | undefined): Translation {
  const because = written === undefined ? 'it is written in braces' : reasonAgainst(pipeline, job);
  if (because !== undefined) return { ok: false, because };
  const named = (name: Written['name']): YamlEntry | undefined =>
    written?.findLast((each) => each.name === name)?.entry;
  const hasWorkflowRules = pipeline.summaries.some(
    ({ summary }) => valueOf(valueOf(summary.content?.root, 'workflow'), 'rules') !== undefined,
  );
  return translateFilters({ only: named('only'), except: named('except'), hasWorkflowRules });
}

/** A rule for every pipeline has to say something, and nothing else than what the job and its heirs do anyway. */
function catchAllOf(pipeline: Pipeline, name: string): string {
  const isPlain = pipeline.effective(name)?.keywords.has('when') !== true && heirsOf(pipeline, name).length === 0;
  return isPlain ? 'when: on_success' : 'if: $CI_PIPELINE_SOURCE';
}

/** `rules` stand with no filter of the same job after `extends`, nor with `start_in`. */
function reasonAgainst(pipeline: Pipeline, { name, entry }: JobEntry): string | undefined {
  const job = pipeline.effective(name);
  if (job === undefined || !areBasesKnown(pipeline, name)) return 'what the job extends is not known';
  if (job.keywords.has('rules')) return "the job has 'rules' already";
  if (job.keywords.has('start_in')) return "'start_in' would have to move into the rules";
  const own = new Set(entry.value?.kind === 'mapping' ? entry.value.entries : []);
  const foreign = [job.fields.get('only'), job.fields.get('except')].find((each) => each && !own.has(each));
  if (foreign !== undefined) return 'a part comes from elsewhere';
  const heir = heirsOf(pipeline, name).find((each) => hasOwnFilters(each, own));
  return heir === undefined ? undefined : `job '${heir.name}' extends this one and has filters or rules of its own`;
}

function heirsOf(pipeline: Pipeline, name: string): EffectiveJob[] {
  const extendsIt = (other: string, seen: ReadonlySet<string>): boolean =>
    (pipeline.effective(other)?.extends?.names ?? []).some(
      (base) => base.name === name || (!seen.has(base.name) && extendsIt(base.name, new Set([...seen, base.name]))),
    );
  return [...pipeline.definitions.keys()].flatMap((other) => {
    const job = other !== name && extendsIt(other, new Set([other])) ? pipeline.effective(other) : undefined;
    return job === undefined ? [] : [job];
  });
}

function hasOwnFilters({ fields }: EffectiveJob, inherited: ReadonlySet<YamlEntry>): boolean {
  return ['only', 'except', 'rules', 'start_in'].some((key) => {
    const field = fields.get(key);
    return field !== undefined && !inherited.has(field);
  });
}

interface NewRules {
  readonly rules: readonly FilterRule[];
  readonly catchAll: string;
}

/** The rules take the place of the first filter; the other one goes. Comments stay, above them. */
function editsFor(file: YamlFile, written: readonly Written[], { rules, catchAll }: NewRules): TextEdit[] {
  const [first, ...others] = written;
  if (first === undefined) return [];
  const indent = ' '.repeat(first.text.column);
  const comments = written.flatMap(({ text }) => commentsIn(file.text.slice(text.start, text.end)));
  const lines = [
    ...comments,
    'rules:',
    ...rules.flatMap((rule) => linesOf(rule, catchAll).map((line, index) => `  ${index === 0 ? '- ' : '  '}${line}`)),
  ];
  const hasBreak = file.text.slice(first.text.start, first.text.end).endsWith('\n');
  const newText = lines.map((line) => indent + line).join('\n') + (hasBreak ? '\n' : '');
  const { path } = file;
  return [
    { path, range: { start: first.text.start, end: first.text.end }, newText: withBreaks(file, newText) },
    ...others.map(({ text: { start, end } }) => ({ path, range: { start, end }, newText: '' })),
  ];
}

function linesOf({ if: condition, changes, isNever }: FilterRule, catchAll: string): string[] {
  if (condition === undefined && changes === undefined) return [catchAll];
  return [
    ...(condition === undefined ? [] : [`if: ${plainOrQuoted(condition)}`]),
    ...(changes === undefined ? [] : ['changes:', ...changes.map((path) => `  - ${quotedPath(path)}`)]),
    ...(isNever ? ['when: never'] : []),
  ];
}

/** Conditions are usually written without quotes, which YAML allows unless something in them means more. */
function plainOrQuoted(condition: string): string {
  const isPlain = /^[$(]/.test(condition) && !/: | #|[:\s]$/.test(condition);
  return isPlain ? condition : `'${condition.replaceAll("'", "''")}'`;
}

function quotedPath(path: string): string {
  return /^[*&!|>%@`]/.test(path) ? `'${path.replaceAll("'", "''")}'` : writeKey(path);
}

/** The comments in the lines of an entry, outside of quotes. */
function commentsIn(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const bare = line.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => '_'.repeat(quoted.length));
    const at = /(?:^|\s)#/.exec(bare);
    return at === null ? [] : [line.slice(at.index).trim()];
  });
}
