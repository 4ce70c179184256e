import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';
import { flatten } from '../configuration/flatten.ts';
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
  isText,
  isTexts,
  isTime,
  isWithin,
  longest,
  oneOf,
} from './tests.ts';
import { variables } from './variables.ts';

const WEEK = 604_800;

const pathList = (value: unknown, place: Place): void => {
  if (!isTexts(value)) refuse(place, 'config', 'should be an array of strings');
  else if (!longest(50)(value)) refuse(place, 'config', 'has too many entries (maximum 50)');
};

const changes = either(
  [
    [isList, pathList],
    [
      isHash,
      mapping({
        attributes: ['paths', 'compare_to', 'regexp'],
        demands: [
          ['paths', isTexts, 'should be an array of strings'],
          ['paths', longest(50), 'has too many entries (maximum 50)'],
          ['compare_to', isText, 'should be a string'],
        ],
        whole: (value, place) => {
          if (!('paths' in value) && !('regexp' in value)) refuse(place, 'config', 'missing required keys: paths');
        },
      }),
    ],
  ],
  'should be an array or a hash',
);

const exists = either(
  [
    [isText, () => undefined],
    [isList, pathList],
    [
      isHash,
      mapping({
        attributes: ['paths', 'project', 'ref'],
        required: ['paths'],
        demands: [
          ['paths', isTexts, 'should be an array of strings'],
          ['paths', longest(50), 'has too many entries (maximum 50)'],
          ['project', isText, 'should be a string'],
          ['ref', isText, 'should be a string'],
        ],
        whole: (value, place) => {
          if ('ref' in value && !('project' in value)) refuse(place, 'config', 'missing required keys: project');
        },
      }),
    ],
  ],
  'should be an array of strings, a string or a hash',
);

const autoCancel = mapping({
  attributes: ['on_new_commit', 'on_job_failure'],
  demands: [
    [
      'on_new_commit',
      oneOf('conservative', 'interruptible', 'none'),
      'must be one of: conservative, interruptible, none',
    ],
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
      exists,
      ...(where !== 'include' && { variables: variables([]) }),
      ...(where === 'job' && { needs }),
      ...(where === 'workflow' && { auto_cancel: autoCancel }),
    },
    whole: wholeRule(allowedWhen),
    demands: [
      CONDITION,
      ['allow_failure', isBoolean, 'should be a boolean value'],
      ['interruptible', isBoolean, 'should be a boolean value'],
    ],
  });
  return (value, place) => {
    if (isBlank(value)) refuse(place, 'config', "can't be blank");
    else judge(value, place);
  };
}

function wholeRule(allowedWhen: readonly string[]): (value: DataRecord, place: Place) => void {
  return (value, place) => {
    const when = ownValue(value, 'when');
    const isKnown = !isThere(when) || isOpenText(when) || allowedWhen.some((allowed) => allowed === when);
    if (!isKnown) refuse(place, 'when', `unknown value: ${typeof when === 'string' ? when : JSON.stringify(when)}`);
    const start = ownValue(value, 'start_in');
    if (when === 'delayed') startIn(start, place);
    else if (start !== undefined && allowedWhen.includes('delayed')) {
      refuse(place, 'config', 'contains disallowed keys: start_in');
    }
  };
}

/** `start_in` of what is delayed. */
export function startIn(value: unknown, place: Place): void {
  if (isOpenText(value)) return;
  if (isBlank(value)) refuse(place, 'start_in', "can't be blank");
  if (!isTime(value)) refuse(place, 'start_in', 'should be a duration');
  else if (!isWithin(WEEK)(value)) refuse(place, 'start_in', 'should not exceed the limit');
}

/** `rules` of a job or of the workflow: nested lists are opened up. */
export function rules(allowedWhen: readonly string[], where: 'job' | 'workflow' | 'include'): Entry {
  const one = rule(allowedWhen, where);
  const isRight: Test = isList;
  return (value, place) => {
    if (isOpenText(value)) return;
    if (!isRight(value)) refuse(place, 'config', 'should be an array containing hashes and arrays of hashes');
    else for (const item of flatten(value)) one(item, inside(place, 'rule'));
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

const filterHash = mapping({
  attributes: ['refs', 'variables', 'changes', 'kubernetes'],
  demands: [
    ['refs', isList, 'should be an array of strings or regular expressions using re2 syntax'],
    ['variables', (value) => Array.isArray(value) && value.every(isCondition), 'invalid expression syntax'],
    ['changes', isTexts, 'should be an array of strings'],
    ['kubernetes', oneOf('active'), 'unknown value'],
  ],
  whole: (value, place) => {
    if (isBlank(value)) refuse(place, 'config', "can't be blank");
  },
});

/** `only` and `except`. */
export function filter(isRefs: Test): Entry {
  const refs = must(isRefs, 'should be an array of strings or regular expressions using re2 syntax');
  return either(
    [
      [isList, refs],
      [isRecord, filterHash],
    ],
    'has to be either an array of conditions or a hash',
  );
}
