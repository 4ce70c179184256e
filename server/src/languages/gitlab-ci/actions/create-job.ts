import type { YamlFile } from '../../../yaml/file.ts';
import { writeKey } from '../../../yaml/write-scalar.ts';
import type { CodeAction, TextEdit } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { asTopLevel, entryText, startWithComments, withBreaks } from './entry-text.ts';
import { jobAt, type JobEntry } from './job-at.ts';

/** A job that some other one names and that does not exist. */
export interface MissingJob {
  readonly name: string;
  readonly file: YamlFile;
  /** Where it is named. */
  readonly offset: number;
  /** What it is named for. */
  readonly use: 'need' | 'base' | 'stop';
  readonly code: string;
}

/** Makes the job: what is extended above the job that names it, others below. None when it exists by now. */
export function createJob(pipeline: Pipeline, missing: MissingJob): CodeAction[] {
  const { name, file, offset, use, code } = missing;
  const job = jobAt(file, offset);
  const place = job && entryText(file, job.entry);
  if (job === undefined || place === undefined || pipeline.definitions.has(name) || name.trim() === '') return [];
  const lines = bodyOf(pipeline, missing, job);
  const text = asTopLevel(`${writeKey(name)}:\n${lines.map((line) => `  ${line}\n`).join('')}`, place);
  const edit = use === 'base' ? above(file, place.start, text) : below(file, place.end, text);
  const title = `Create ${name.startsWith('.') ? 'hidden job' : 'job'} '${name}'`;
  return [{ title, kind: 'quickfix', fixes: code, edits: [edit] }];
}

function above(file: YamlFile, start: number, text: string): TextEdit {
  const at = startWithComments(file, start);
  return { path: file.path, range: { start: at, end: at }, newText: withBreaks(file, `${text}\n`) };
}

/** Below an entry, with an empty line between, and one to what stands right below. */
function below(file: YamlFile, end: number, text: string): TextEdit {
  const lead = file.text.slice(0, end).endsWith('\n') ? '\n' : '\n\n';
  const isFollowed = /^[^\S\n]*(?!\.\.\.|---)[^\s]/.test(file.text.slice(end, end + 200));
  return {
    path: file.path,
    range: { start: end, end },
    newText: withBreaks(file, lead + text + (isFollowed ? '\n' : '')),
  };
}

function bodyOf(pipeline: Pipeline, { name, use }: MissingJob, job: JobEntry): string[] {
  const script = ['script:', '  - echo "TODO"'];
  if (name.startsWith('.')) return script;
  const stage = stageFor(pipeline, job.name, use);
  const stageLine = stage === undefined ? [] : [`stage: ${writeKey(stage)}`];
  if (use !== 'stop') return [...stageLine, ...script];
  const environment = pipeline.effective(job.name)?.environment?.name?.name;
  return [
    ...stageLine,
    'when: manual',
    ...(environment === undefined ? [] : ['environment:', `  name: ${writeKey(environment)}`, '  action: stop']),
    ...script,
  ];
}

/** A needed job goes into the stage before, so that it reads from top to bottom; others into the same one. */
function stageFor({ effective, stages }: Pipeline, job: string, use: MissingJob['use']): string | undefined {
  const stage = effective(job)?.stage;
  if (stage === undefined || stage === 'unknown') return undefined;
  const index = stages.names.indexOf(stage.name);
  const before = use === 'need' && index > 1 ? stages.names[index - 1] : undefined;
  return before ?? stage.name;
}
