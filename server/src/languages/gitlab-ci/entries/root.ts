import { type DataRecord, isRecord, orderedEntries, ownValue } from '../../../base/record.ts';
import { psychDialect } from '../../../yaml/dialect.ts';
import { flatten } from '../configuration/flatten.ts';
import { isHidden, isJobName } from '../model/names.ts';
import { artifacts } from './artifacts.ts';
import { caches } from './caches.ts';
import { image, services } from './containers.ts';
import { isThere, mapping, must, refuse, type Entry, type Place } from './entry.ts';
import { job } from './job.ts';
import { nameInWords } from './names.ts';
import { boolean, commands, hooks, idTokens, tags, timeout } from './plain-values.ts';
import { retry } from './retry.ts';
import { workflow } from './rules.ts';
import { isBlank, isNestedTexts } from './tests.ts';
import { includes } from './trigger.ts';
import { variables } from './variables.ts';

const INHERITABLE: Readonly<Record<string, Entry>> = {
  before_script: commands,
  image,
  services,
  after_script: commands,
  cache: caches,
};

const defaults = mapping({
  attributes: ['identity', 'inputs'],
  parts: { ...INHERITABLE, hooks, interruptible: boolean, timeout, retry, tags, artifacts, id_tokens: idTokens },
});

/** The keywords of the root in the order in which GitLab composes them. */
const ROOT: readonly (readonly [string, Entry])[] = [
  ['default', defaults],
  // It is still there when no file was included.
  ['include', includes],
  ...Object.entries(INHERITABLE).filter(([key]) => key !== 'cache'),
  ['variables', variables(['value', 'description', 'options', 'expand'])],
  ['stages', must(isNestedTexts, 'should be an array of strings or a nested array of strings up to 10 levels deep')],
  ['cache', caches],
  ['workflow', workflow],
];

/** What GitLab says about the keywords of a merged configuration. */
interface EntryMessages {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * All messages about keywords in GitLab's order and words (lib/gitlab/ci/config/entry/root.rb). `isOpen`: an include
 * could not be read, so that jobs may have more than they show. `isTextKey` tells a job's name that is quoted from one
 * that Ruby would read as a number or truth value.
 */
export function judgeEntries(
  configuration: DataRecord,
  { isOpen, isTextKey }: { readonly isOpen: boolean; readonly isTextKey: (name: string) => boolean },
): EntryMessages {
  const errors: string[] = [];
  const at = (location: string): Place => ({ location, prefix: location, errors });
  const jobs = jobsOf(configuration);
  // What a reference into a file that could not be read stands for is not known, so nothing can be refused.
  if (!isOpen) judgeRoot(configuration, at);
  const isComplete = judgeJobs(jobs, at('jobs'), isOpen);
  for (const [name, value] of orderedEntries(configuration)) {
    if (isHidden(name) && isComplete && !isOpen) judgeHidden(value, at(`jobs:${name}`));
    if (!isJobEntry(name, value)) continue;
    judgeName(name, at(name === '' ? 'jobs:job' : `jobs:${rubyName(name, isTextKey)}`), isTextKey);
    if (isComplete && hasWork(value) && !isOpen) errors.push(...errorsOfJob(name, value));
  }
  const warned = isComplete ? jobs : [];
  return { errors, warnings: warned.flatMap(([name, value]) => warningsOf(name, value, configuration)) };
}

const known = new WeakMap<DataRecord, Map<string, readonly string[]>>();

/** Kept by the job, which stays the same object as long as its text and what it extends are the same. */
function errorsOfJob(name: string, value: DataRecord): readonly string[] {
  const ofValue = known.get(value) ?? new Map<string, readonly string[]>();
  known.set(value, ofValue);
  const before = ofValue.get(name);
  if (before !== undefined) return before;
  const location = `jobs:${name}`;
  const errors: string[] = [];
  job(value, { location, prefix: location, errors });
  ofValue.set(name, errors);
  return errors;
}

/** `default` and `workflow` are jobs when they look like one. */
function jobsOf(configuration: DataRecord): (readonly [string, unknown])[] {
  return orderedEntries(configuration).filter(([name, value]) => isJobEntry(name, value));
}

/** Whether GitLab takes a top-level entry as a job that runs (lib/gitlab/ci/config/entry/root.rb). */
export function isJobEntry(name: string, value: unknown): boolean {
  return (isJobName(name) && !isHidden(name)) || (AMBIGUOUS.has(name) && hasWork(value));
}

const AMBIGUOUS: ReadonlySet<string> = new Set(['default', 'workflow']);

/** Jobs are looked into only once each of them is one. */
function judgeJobs(jobs: readonly (readonly [string, unknown])[], place: Place, isOpen: boolean): boolean {
  const { errors } = place;
  const before = errors.length;
  const isJob = (value: unknown): boolean => hasWork(value) || (isOpen && isRecord(value));
  for (const [name] of jobs.filter(([, value]) => !isJob(value))) {
    const location = `jobs ${nameInWords(name)}`;
    refuse({ ...place, location }, 'config', 'should implement the script:, run:, or trigger: keyword');
  }
  if (!isOpen && !jobs.some(([, value]) => isJob(value))) {
    refuse(place, 'config', 'should contain at least one visible job');
  }
  return errors.length === before;
}

/** A template of which nothing is there, as when its content is indented too little (lib/gitlab/ci/config/entry/hidden.rb). */
function judgeHidden(value: unknown, place: Place): void {
  if (isBlank(value)) refuse(place, 'config', "can't be blank");
}

function judgeRoot(configuration: DataRecord, at: (location: string) => Place): void {
  for (const [key, entry] of ROOT) {
    const value = ownValue(configuration, key);
    if (isThere(value) && !isJobEntry(key, value)) entry(value, at(key));
  }
}

/** With `needs` alone an entry is a trigger job, which may follow another pipeline. */
export function hasWork(value: unknown): value is DataRecord {
  return isRecord(value) && ['script', 'run', 'trigger', 'needs'].some((key) => Object.hasOwn(value, key));
}

/** A name that Ruby reads as a number or truth value is written as that: `yes` is `true`. */
function rubyName(name: string, isTextKey: (name: string) => boolean): string {
  const value = psychDialect.resolvePlain(name);
  return value === null || typeof value === 'string' || isTextKey(name) ? name : String(value);
}

const MAX_NAME = 255;

function judgeName(name: string, place: Place, isTextKey: (name: string) => boolean): void {
  if (name === '') refuse(place, 'name', "can't be blank");
  if (name.length > MAX_NAME) refuse(place, 'name', `is too long (maximum is ${MAX_NAME} characters)`);
  const isText = name === '' || typeof psychDialect.resolvePlain(name) === 'string' || isTextKey(name);
  if (!isText) refuse(place, 'name', 'should be a symbol');
}

const DUPLICATES =
  'may allow multiple pipelines to run for a single action due to `rules:when` clause with no `workflow:rules` - read more: https://docs.gitlab.com/ci/troubleshooting/#job-may-allow-multiple-pipelines-to-run-for-a-single-action-warning';

function warningsOf(name: string, value: unknown, configuration: DataRecord): string[] {
  const last = flatten(ownValue(value, 'rules')).at(-1);
  const isOpenEnd = isRecord(last) && Object.keys(last).join() === 'when' && last['when'] !== 'never';
  const isGuarded = ownValue(ownValue(configuration, 'workflow'), 'rules') !== undefined;
  return isOpenEnd && !isGuarded ? [`jobs:${name} ${DUPLICATES}`] : [];
}

const ROOT_OF_DEFAULT: readonly string[] = ['before_script', 'image', 'services', 'after_script', 'cache'];

/** GitLab stops at the first keyword that stands at the top and in `default`, before it looks at anything else. */
export function writtenTwice(configuration: DataRecord): string | undefined {
  const defaults = configuration['default'];
  if (!isRecord(defaults) || isJobEntry('default', defaults)) return undefined;
  const key = ROOT_OF_DEFAULT.find((each) => isThere(ownValue(configuration, each)) && isThere(defaults[each]));
  return key && `${key} is defined in top-level and \`default:\` entry`;
}
