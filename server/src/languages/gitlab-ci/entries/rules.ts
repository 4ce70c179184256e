import { ownValue, type DataRecord } from '../../../base/record.ts';
import { flatten } from '../configuration/flatten.ts';
import { rubyText } from '../inputs/values.ts';
import {
  either,
  inside,
  isOpenText,
  isThere,
  mapping,
  must,
  refuse,
  type Demand,
  type Entry,
  type Place,
  type Test,
} from './entry.ts';
import { needs } from './needs.ts';
import {
  isBlank,
  isBoolean,
  isCondition,
  isHash,
  isList,
  isRefs,
  isText,
  isTexts,
  isTimeSpan,
  isWithin,
  longest,
  oneOf,
  WEEK,
} from './tests.ts';
import { variables } from './variables.ts';

const MAX_PATHS = 50;
const TOO_MANY = `has too many entries (maximum ${MAX_PATHS})`;

function pathList(limit: number): Entry {
  return (value, place) => {
    if (!isTexts(value)) refuse(place, 'config', 'should be an array of strings');
    if (!longest(limit)(value)) refuse(place, 'config', TOO_MANY);
  };
}

const LONGEST_PATTERN = 255;

const isShortPattern: Test = (value) => typeof value !== 'string' || value.length <= LONGEST_PATTERN;

const changes = either(
  [
    [isList, pathList(MAX_PATHS)],
    [
      isHash,
      mapping({
        attributes: ['paths', 'compare_to', 'regexp'],
        demands: [
          ['paths', isTexts, 'should be an array of strings'],
          ['paths', longest(MAX_PATHS), TOO_MANY],
          ['compare_to', isText, 'should be a string'],
          ['regexp', isText, 'should be a string'],
          ['regexp', isShortPattern, `is too long (maximum is ${LONGEST_PATTERN} characters)`],
        ],
        whole: (value, place) => {
          const isOfPaths = 'paths' in value;
          const isOfPattern = 'regexp' in value;
          if (!isOfPaths && !isOfPattern) refuse(place, 'config', 'missing required keys: paths');
          // Here alone nothing at all is no list, and too many entries, too.
          if (!isOfPattern && !isThere(value['paths'])) {
            refuse(place, 'paths', 'should be an array of strings');
            refuse(place, 'paths', TOO_MANY);
          }
          if (isOfPaths && isOfPattern) refuse(place, 'config', 'must use exactly one of these keys: paths, regexp');
        },
      }),
    ],
  ],
  'should be an array or a hash',
);

const existsHash = mapping({
  attributes: ['paths', 'project', 'ref'],
  required: ['paths'],
  demands: [
    ['paths', isTexts, 'should be an array of strings'],
    ['paths', longest(MAX_PATHS), TOO_MANY],
    ['project', isText, 'should be a string'],
    ['ref', isText, 'should be a string'],
  ],
  whole: (value, place) => {
    if (isThere(ownValue(value, 'ref')) && !('project' in value)) {
      refuse(place, 'config', 'missing required keys: project');
    }
  },
});

/** `include:rules` may name any number of paths. */
function exists(limit: number): Entry {
  return either(
    [
      [(value) => isText(value) || isBlank(value), () => undefined],
      [isList, pathList(limit)],
      [isHash, existsHash],
    ],
    'should be a string, an array of strings, or a hash',
  );
}

const autoCancel = mapping({
  attributes: ['on_new_commit', 'on_job_failure'],
  demands: [
    ['on_new_commit', isText, 'should be a string'],
    [
      'on_new_commit',
      oneOf('conservative', 'interruptible', 'none'),
      'must be one of: conservative, interruptible, none',
    ],
    ['on_job_failure', isText, 'should be a string'],
    ['on_job_failure', oneOf('none', 'all'), 'must be one of: none, all'],
  ],
});

const CONDITION: Demand = ['if', isCondition, 'invalid expression syntax'];

export const JOB_WHEN = ['on_success', 'on_failure', 'always', 'never', 'manual', 'delayed'] as const;
export const PIPELINE_WHEN = ['always', 'never'] as const;

/** One rule; `where` tells which keywords it may have. */
export function rule(allowedWhen: readonly string[], where: 'job' | 'workflow' | 'include'): Entry {
  const judge = mapping({
    attributes: ['if', 'when', ...(where === 'job' ? ['start_in', 'allow_failure', 'interruptible'] : [])],
    parts: {
      changes,
      exists: exists(where === 'include' ? Number.POSITIVE_INFINITY : MAX_PATHS),
      ...(where !== 'include' && { variables: variables([]) }),
      ...(where === 'job' && { needs: needs('job') }),
      ...(where === 'workflow' && { auto_cancel: autoCancel }),
    },
    whole: judgeStart(allowedWhen),
    demands: [
      CONDITION,
      ['allow_failure', isBoolean, 'should be a boolean value'],
      ['interruptible', isBoolean, 'should be a boolean value'],
    ],
    last: judgeWhen(allowedWhen),
    keysLast: where !== 'include',
  });
  return (value, place) => {
    if (isBlank(value)) refuse(place, 'config', "can't be blank");
    if (!isHash(value) || !isBlank(value)) judge(value, place);
  };
}

function judgeWhen(allowedWhen: readonly string[]): (value: DataRecord, place: Place) => void {
  return (value, place) => {
    const when = ownValue(value, 'when');
    const isKnown = !isThere(when) || isOpenText(when) || allowedWhen.some((allowed) => allowed === when);
    if (!isKnown) refuse(place, 'when', `unknown value: ${rubyText(when)}`);
  };
}

function judgeStart(allowedWhen: readonly string[]): (value: DataRecord, place: Place) => void {
  return (value, place) => {
    const when = ownValue(value, 'when');
    const start = ownValue(value, 'start_in');
    if (when === 'delayed') startIn(start, place);
    else if (start !== undefined && allowedWhen.includes('delayed')) {
      refuse(place, 'config', 'contains disallowed keys: start_in');
    }
  };
}

/** `start_in` of what is delayed. */
function startIn(value: unknown, place: Place): void {
  if (isOpenText(value)) return;
  if (isBlank(value)) refuse(place, 'start_in', "can't be blank");
  if (!isTimeSpan(value)) refuse(place, 'start_in', 'should be a duration');
  if (!isTimeSpan(value) || !isWithin(WEEK)(value)) refuse(place, 'start_in', 'should not exceed the limit');
}

/** `rules` of a job, of the workflow or of an include: nested lists are opened up. */
export function rules(allowedWhen: readonly string[], where: 'job' | 'workflow' | 'include'): Entry {
  const one = rule(allowedWhen, where);
  return (value, place) => {
    if (isOpenText(value)) return;
    if (isBlank(value)) refuse(place, 'config', "can't be blank");
    if (!isList(value)) refuse(place, 'config', 'should be an array');
    else for (const item of flatten(value).filter(isThere)) one(item, inside(place, 'rule'));
  };
}

/** https://docs.gitlab.com/ci/yaml/#workflow */
export const workflow = mapping({
  attributes: ['name'],
  parts: { rules: rules(PIPELINE_WHEN, 'workflow'), auto_cancel: autoCancel },
  demands: [
    ['name', isText, 'should be a string'],
    ['name', (value) => value !== '', 'is too short (minimum is 1 character)'],
    ['name', (value) => typeof value !== 'string' || value.length <= 255, 'is too long (maximum is 255 characters)'],
  ],
});

const REFS = [isRefs, 'should be an array of strings or regular expressions using re2 syntax'] as const;

const filterHash = mapping({
  attributes: ['refs', 'kubernetes', 'variables', 'changes'],
  demands: [
    ['refs', ...REFS],
    ['variables', isTexts, 'should be an array of strings'],
    ['changes', isTexts, 'should be an array of strings'],
  ],
  whole: (value, place) => {
    if (isBlank(value)) refuse(place, 'config', "can't be blank");
    const conditions = ownValue(value, 'variables');
    for (const condition of Array.isArray(conditions) ? conditions : []) {
      if (!isCondition(condition)) refuse(place, 'variables', 'invalid expression syntax');
    }
    const kubernetes = ownValue(value, 'kubernetes');
    if (!isThere(kubernetes) || kubernetes === 'active' || isOpenText(kubernetes)) return;
    refuse(place, 'kubernetes', `unknown value: ${rubyText(kubernetes)}`);
  },
});

/** `only` and `except`. */
export const filter = either(
  [
    [isList, must(...REFS)],
    [isHash, filterHash],
  ],
  'has to be either an array of conditions or a hash',
);
