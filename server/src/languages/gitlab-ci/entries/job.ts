import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';
import { flatTexts, flatten } from '../configuration/flatten.ts';
import { artifacts, pages } from './artifacts.ts';
import { caches } from './caches.ts';
import { image, services } from './containers.ts';
import { isOpenText, isThere, mapping, refuse, type Demand, type Entry, type Place } from './entry.ts';
import { environment } from './environment.ts';
import { judgeDefaults, jobInputs } from './header.ts';
import { judgeSchema } from './json-schema.ts';
import { needs } from './needs.ts';
import { parallel } from './parallel.ts';
import {
  allowFailure,
  boolean,
  commands,
  coverage,
  hooks,
  idTokens,
  tags,
  TEXT,
  text,
  timeout,
} from './plain-values.ts';
import { release } from './release.ts';
import { retry } from './retry.ts';
import { filter, JOB_WHEN, rules } from './rules.ts';
import { RUN } from './run.ts';
import { secrets } from './secrets.ts';
import {
  isBlank,
  isBoolean,
  isNestedHashes,
  isTextOrTexts,
  isTexts,
  isTimeSpan,
  isWithin,
  oneOf,
  WEEK,
} from './tests.ts';
import { trigger } from './trigger.ts';
import { inheritedKeywords, inheritedVariables, variables } from './variables.ts';

/** The parts of every job in the order in which GitLab looks at them. */
const COMMON: Readonly<Record<string, Entry>> = {
  stage: text,
  only: filter,
  except: filter,
  rules: rules(JOB_WHEN, 'job'),
  variables: variables(['value', 'expand']),
  inherit: mapping({ parts: { default: inheritedKeywords, variables: inheritedVariables } }),
  environment,
  interruptible: boolean,
};

const OF_SCRIPT: Readonly<Record<string, Entry>> = {
  before_script: commands,
  script: commands,
  after_script: commands,
  hooks,
  cache: caches,
  image,
  services,
  timeout,
  retry,
  tags,
  artifacts,
  needs: needs('job', 'cross_dependency'),
  coverage,
  release,
  parallel: parallel(true),
  allow_failure: allowFailure,
  id_tokens: idTokens,
  publish: text,
  pages,
  inputs: jobInputs,
  secrets,
};

const OF_TRIGGER: Readonly<Record<string, Entry>> = {
  trigger,
  needs: needs('job', 'bridge'),
  parallel: parallel(false),
};

const OF_ALL: readonly string[] = ['extends', 'allow_failure', 'when', 'resource_group'];
const OF_SCRIPT_ONLY: readonly string[] = [
  ...['start_in', 'dependencies', 'manual_confirmation', 'run', 'identity', 'dast_configuration'],
];

const DEMANDS: readonly Demand[] = [
  ['extends', isTextOrTexts, 'should be an array of strings or a string'],
  ['rules', isNestedHashes, 'should be an array containing hashes and arrays of hashes'],
  ['resource_group', ...TEXT],
];

const EXCLUSIVE: readonly (readonly string[])[] = [
  ['script', 'trigger'],
  ['run', 'trigger'],
];

const WHEN = ['on_success', 'on_failure', 'always', 'manual', 'delayed'];
const TRIGGER_WHEN = ['on_success', 'on_failure', 'always', 'manual'];

const scriptJob = mapping({
  attributes: [...OF_ALL, ...OF_SCRIPT_ONLY],
  parts: { ...COMMON, ...OF_SCRIPT },
  exclusive: [...EXCLUSIVE, ...['script', 'before_script', 'after_script'].map((key) => [key, 'run'])],
  demands: [
    ...DEMANDS,
    ['when', ...TEXT],
    ['when', oneOf(...WHEN), `should be one of: ${WHEN.join(', ')}`],
    ['dependencies', isTexts, 'should be an array of strings'],
    ['allow_failure', (value) => isBoolean(value) || isRecord(value), 'should be a hash or a boolean value'],
    ['manual_confirmation', ...TEXT],
  ],
  whole(value, place) {
    judgeRulesAlone(value, place);
    if (!('run' in value) && isBlank(value['script'])) refuse(place, 'script', "can't be blank");
  },
  last(value, place) {
    judgeSchema(RUN, value['run'], place, 'run');
    judgeDelay(value, place);
    judgePages(value, place);
  },
  composed(value, place, isRight) {
    if (isRight('needs')) judgeDependencies(value, place);
    if (isRight('inputs')) judgeDefaults(value['inputs'], place);
  },
});

const triggerJob = mapping({
  attributes: OF_ALL,
  parts: { ...COMMON, ...OF_TRIGGER },
  exclusive: EXCLUSIVE,
  demands: [
    ...DEMANDS,
    ['when', ...TEXT],
    ['when', oneOf(...TRIGGER_WHEN), `should be one of: ${TRIGGER_WHEN.join(', ')}`],
    ['allow_failure', isBoolean, 'should be a boolean value'],
  ],
  whole: judgeRulesAlone,
  composed(value, place, isRight) {
    const upstream = isRight('needs') ? flatten(value['needs']).filter(isUpstream) : [];
    if (!isThere(value['trigger']) && upstream.length === 0) {
      refuse(place, 'config', 'should contain either a trigger or a needs:pipeline');
    }
    if (upstream.length > 1) refuse(place, 'config', 'should contain at most one bridge need');
  },
});

/** A need that only follows the pipeline of another project. */
function isUpstream(need: unknown): boolean {
  return isRecord(need) && !('job' in need) && !('project' in need);
}

/** A job that runs commands, or one that starts another pipeline or follows one. */
export const job: Entry = (value, place) => {
  const isOfScript = isRecord(value) && ('script' in value || 'run' in value);
  (isOfScript ? scriptJob : triggerJob)(value, place);
};

function judgeRulesAlone(value: DataRecord, place: Place): void {
  if (!isThere(value['rules'])) return;
  const excluded = Object.keys(value).filter(
    (key) => ['only', 'except', 'start_in'].includes(key) && isThere(value[key]),
  );
  if (excluded.length > 0) refuse(place, 'config', `key may not be used with \`rules\`: ${excluded.join(', ')}`);
}

function judgeDelay(value: DataRecord, place: Place): void {
  const start = ownValue(value, 'start_in');
  if (isOpenText(start)) return;
  if (value['when'] === 'delayed') {
    if (!isTimeSpan(start)) refuse(place, 'start_in', 'should be a duration');
    if (!isTimeSpan(start) || !isWithin(WEEK)(start)) refuse(place, 'start_in', 'should not exceed the limit');
  }
  const isOwn = value['when'] === 'delayed' && !isThere(value['rules']);
  if (!isOwn && !isBlank(start)) refuse(place, 'start_in', 'must be blank');
}

function judgeDependencies({ dependencies, needs: own }: DataRecord, place: Place): void {
  const all = flatten(own);
  if (isBlank(dependencies) || all.length === 0) return;
  const ofPipeline = all.filter((need) => !isRecord(need) || !('pipeline' in need || 'project' in need));
  if (ofPipeline.length === 0) {
    refuse(place, 'needs', 'corresponding to dependencies must be from the same pipeline');
    return;
  }
  const names = ofPipeline.map((need) => (typeof need === 'string' ? need : ownValue(need, 'job')));
  const missing = flatTexts(dependencies).filter((name) => !names.includes(name));
  if (missing.length > 0) refuse(place, 'dependencies', `the ${missing.join(', ')} should be part of needs`);
}

/** `publish` belongs to the job `pages`, unless it says `pages: false`, and to jobs with `pages`. */
function judgePages(value: DataRecord, place: Place): void {
  const own = ownValue(value, 'pages');
  const isOfPages = !isBlank(own) || (place.location.endsWith(':pages') && own !== false);
  if (!isBlank(value['publish']) && !isOfPages) refuse(place, 'publish', 'can only be used within a `pages` job');
}
