import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';
import { psychDialect } from '../../../yaml/dialect.ts';
import { isHidden, isJobName } from '../model/names.ts';
import { isThere, mapping, must, refuse, type Entry, type Place } from './entry.ts';
import { commands, hooks, job, timeout } from './job.ts';
import { artifacts, boolean, caches, idTokens, image, retry, services, texts } from './keywords.ts';
import { workflow } from './rules.ts';
import { isNestedTexts } from './tests.ts';
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
  parts: { ...INHERITABLE, hooks, interruptible: boolean, timeout, retry, tags: texts, artifacts, id_tokens: idTokens },
});

/** The keywords of the root in the order in which GitLab composes them. */
const ROOT: readonly (readonly [string, Entry])[] = [
  ['default', defaults],
  ...Object.entries(INHERITABLE).filter(([key]) => key !== 'cache'),
  ['variables', variables(['value', 'description', 'options', 'expand'])],
  ['stages', must(isNestedTexts, 'should be an array of strings or a nested array of strings up to 10 levels deep')],
  ['cache', caches],
  ['workflow', workflow],
];

/** What GitLab says about the keywords of a merged configuration. */
export interface EntryMessages {
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
  // What a reference into a file that could not be read stands for is not known, so nothing can be refused.
  if (!isOpen) judgeRoot(configuration, at);
  const jobs = Object.entries(configuration).filter(([name]) => isJobName(name) && !isHidden(name));
  const isJob = (value: unknown): boolean => hasWork(value) || (isOpen && isRecord(value));
  for (const [name] of jobs.filter(([, value]) => !isJob(value))) {
    refuse(at(`jobs ${name}`), 'config', 'should implement the script:, run:, or trigger: keyword');
  }
  if (jobs.length === 0 && !isOpen) refuse(at('jobs'), 'config', 'should contain at least one visible job');
  for (const [name, value] of jobs) {
    judgeName(name, at(name === '' ? 'jobs:job' : `jobs:${name}`), isTextKey);
    if (hasWork(value) && !isOpen) job(value, at(`jobs:${name}`));
  }
  return { errors, warnings: jobs.flatMap(([name, value]) => warningsOf(name, value, configuration)) };
}

function judgeRoot(configuration: DataRecord, at: (location: string) => Place): void {
  for (const [key, entry] of ROOT) {
    const value = ownValue(configuration, key);
    if (isThere(value)) entry(value, at(key));
  }
}

function hasWork(value: unknown): boolean {
  return isRecord(value) && ['script', 'run', 'trigger'].some((key) => Object.hasOwn(value, key));
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
  const rules = ownValue(value, 'rules');
  const last: unknown = Array.isArray(rules) ? rules.at(-1) : undefined;
  const isOpenEnd = isRecord(last) && Object.keys(last).join() === 'when' && last['when'] !== 'never';
  const isGuarded = ownValue(ownValue(configuration, 'workflow'), 'rules') !== undefined;
  return isOpenEnd && !isGuarded ? [`jobs:${name} ${DUPLICATES}`] : [];
}
