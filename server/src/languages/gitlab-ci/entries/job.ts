import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';
import { flatTexts, flatten } from '../configuration/flatten.ts';
import { isThere, mapping, must, refuse, type Demand, type Entry, type Place } from './entry.ts';
import { jobInputs } from './header.ts';
import {
  artifacts,
  boolean,
  caches,
  environment,
  idTokens,
  image,
  pages,
  parallel,
  release,
  retry,
  services,
  text,
  texts,
} from './keywords.ts';
import { needs } from './needs.ts';
import { filter, JOB_WHEN, rules, startIn } from './rules.ts';
import {
  isBlank,
  isBoolean,
  isCommands,
  isPattern,
  isRefs,
  isText,
  isTextOrTexts,
  isTexts,
  isTime,
  isWholeOrWholes,
  oneOf,
  withVariables,
} from './tests.ts';
import { trigger } from './trigger.ts';
import { inheritList, variables } from './variables.ts';

export const commands = must(isCommands, 'should be a string or a nested array of strings up to 10 levels deep');
export const timeout = must(isTime, 'should be a duration');
export const hooks = mapping({ parts: { pre_get_sources_script: commands } });

const COMMON: Readonly<Record<string, Entry>> = {
  stage: text,
  only: filter(isRefs),
  except: filter(isRefs),
  rules: rules(JOB_WHEN, 'job'),
  variables: variables(['value', 'expand']),
  inherit: mapping({ parts: { default: inheritList, variables: inheritList } }),
  environment,
};

const OF_SCRIPT: Readonly<Record<string, Entry>> = {
  before_script: commands,
  script: commands,
  after_script: commands,
  hooks,
  cache: caches,
  image,
  services,
  parallel,
  interruptible: boolean,
  timeout,
  retry,
  tags: texts,
  artifacts,
  needs,
  coverage: must(isPattern, 'must be a regular expression with re2 syntax'),
  release,
  id_tokens: idTokens,
  inputs: jobInputs,
  publish: text,
  pages,
};

const OF_TRIGGER: Readonly<Record<string, Entry>> = { trigger, needs, parallel, interruptible: boolean };

const OF_ALL: readonly string[] = ['extends', 'allow_failure', 'when', 'resource_group', 'interruptible'];
const OF_SCRIPT_ONLY: readonly string[] = [
  ...['start_in', 'dependencies', 'manual_confirmation', 'run', 'identity', 'secrets', 'dast_configuration'],
];

const DEMANDS: readonly Demand[] = [
  ['extends', isTextOrTexts, 'should be an array of strings or a string'],
  ['resource_group', isText, 'should be a string'],
];

const WHEN = ['on_success', 'on_failure', 'always', 'manual', 'delayed'];
const TRIGGER_WHEN = ['on_success', 'on_failure', 'always', 'manual'];

const isFailure = (value: unknown): boolean => isBoolean(value) || isRecord(value);

const scriptJob = mapping({
  attributes: [...OF_ALL, ...OF_SCRIPT_ONLY],
  parts: { ...COMMON, ...OF_SCRIPT },
  demands: [
    ...DEMANDS,
    ['when', oneOf(...WHEN), `should be one of: ${WHEN.join(', ')}`],
    ['dependencies', isTexts, 'should be an array of strings'],
    ['allow_failure', isFailure, 'should be a hash or a boolean value'],
    ['manual_confirmation', isText, 'should be a string'],
  ],
  whole(value, place) {
    if (!('run' in value) && isBlank(value['script'])) refuse(place, 'script', "can't be blank");
    judgeTogether(value, place);
    judgeDelay(value, place);
    judgeDependencies(value, place);
    judgeExitCodes(value, place);
  },
});

const triggerJob = mapping({
  attributes: OF_ALL,
  parts: { ...COMMON, ...OF_TRIGGER },
  demands: [
    ...DEMANDS,
    ['when', oneOf(...TRIGGER_WHEN), `should be one of: ${TRIGGER_WHEN.join(', ')}`],
    ['allow_failure', isBoolean, 'should be a boolean value'],
  ],
  whole(value, place) {
    judgeTogether(value, place);
    if (typeof value['parallel'] === 'number') place.errors.push(`${place.location} cannot use "parallel: <number>".`);
  },
});

/** A job that runs commands, or one that starts another pipeline. */
export const job: Entry = (value, place) => {
  const before = place.errors.length;
  const isOfScript = isRecord(value) && ('script' in value || 'run' in value);
  (isOfScript ? scriptJob : triggerJob)(value, place);
  if (place.errors.length === before && isRecord(value)) judgePages(value, place);
};

const EXCLUSIVE: readonly (readonly [string, string])[] = [
  ['script', 'trigger'],
  ['run', 'trigger'],
  ['script', 'run'],
];

function judgeTogether(value: DataRecord, place: Place): void {
  for (const [first, second] of EXCLUSIVE) {
    if (first in value && second in value) {
      refuse(place, 'config', `these keys cannot be used together: ${first}, ${second}`);
    }
  }
  if (!isThere(value['rules'])) return;
  const excluded = ['only', 'except', 'start_in'].filter((key) => isThere(value[key]));
  if (excluded.length > 0) refuse(place, 'config', `key may not be used with \`rules\`: ${excluded.join(', ')}`);
}

function judgeDelay(value: DataRecord, place: Place): void {
  const start = ownValue(value, 'start_in');
  if (isThere(value['rules'])) return;
  if (value['when'] === 'delayed') startIn(start, place);
  else if (!isBlank(start)) refuse(place, 'start_in', 'must be blank');
}

function judgeDependencies({ dependencies, needs: own }: DataRecord, place: Place): void {
  if (!isTexts(dependencies) || isBlank(dependencies) || (!Array.isArray(own) && !isRecord(own))) return;
  const ofPipeline = flatten(own).filter((need) => !isRecord(need) || !('pipeline' in need || 'project' in need));
  if (ofPipeline.length === 0 && !isBlank(own)) {
    refuse(place, 'needs', 'corresponding to dependencies must be from the same pipeline');
    return;
  }
  const names = ofPipeline.map((need) => (typeof need === 'string' ? need : ownValue(need, 'job')));
  const missing = flatTexts(dependencies).filter((name) => !names.includes(name));
  if (missing.length > 0) refuse(place, 'dependencies', `the ${missing.join(', ')} should be part of needs`);
}

function judgeExitCodes(value: DataRecord, place: Place): void {
  const failure = ownValue(value, 'allow_failure');
  if (!isRecord(failure)) return;
  const { location, errors } = place;
  const within = { location: `${location}:allow_failure`, prefix: location, errors };
  const isRight = withVariables(isWholeOrWholes)(ownValue(failure, 'exit_codes'));
  if (!isRight) refuse(within, 'exit_codes', 'should be an array of integers or an integer');
}

/** `publish` belongs to the job `pages`, unless it says `pages: false`, and to jobs with `pages`. */
function judgePages(value: DataRecord, place: Place): void {
  const own = ownValue(value, 'pages');
  const isOfPages = place.location.endsWith(':pages') ? own !== false : !isBlank(own);
  if ('publish' in value && !isOfPages) refuse(place, 'publish', 'can only be used within a `pages` job');
}
