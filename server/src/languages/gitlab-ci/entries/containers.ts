import { ownValue } from '../../../base/record.ts';
import { isThere, listOf, mapping, refuse, type Entry } from './entry.ts';
import { rubyText } from '../inputs/values.ts';
import { judgeSchema, type JsonSchema } from './json-schema.ts';
import { commands, TEXT, TEXTS } from './plain-values.ts';
import { isBlank, isList, isText, isTextOrTexts } from './tests.ts';
import { variables } from './variables.ts';

const POLICIES: readonly unknown[] = ['always', 'never', 'if-not-present'];

const pullPolicy: Entry = (value, place) => {
  if (!isTextOrTexts(value)) refuse(place, 'config', 'should be an array of strings or a string');
  if (isText(value) && !POLICIES.includes(value)) refuse(place, 'config', 'is not included in the list');
  if (!Array.isArray(value)) return;
  const unknown = value.filter((policy) => !POLICIES.includes(policy));
  if (unknown.length > 0) refuse(place, 'config', `contains unknown values: ${unknown.map(rubyText).join(', ')}`);
  if (value.length === 0) refuse(place, 'config', "can't be blank");
};

const LONGEST_USER = 255;
const LONGEST_PLATFORM = 64;

/** Settings that only one kind of runner reads. */
const OF_RUNNERS: Readonly<Record<string, JsonSchema>> = {
  docker: {
    type: 'object',
    properties: {
      platform: { type: 'string', minLength: 1, maxLength: LONGEST_PLATFORM },
      user: { type: 'string', minLength: 1, maxLength: LONGEST_USER },
    },
  },
  kubernetes: {
    type: 'object',
    properties: { user: { type: ['string', 'integer'], minLength: 1, maxLength: LONGEST_USER } },
  },
};

/** A container: the same keys are read for jobs and services; ports belong to web terminals only. */
function container(more: Readonly<Record<string, Entry>>, attributes: readonly string[]): Entry {
  const keys = mapping({
    attributes: ['name', 'entrypoint', 'ports', ...Object.keys(OF_RUNNERS), ...attributes],
    parts: { pull_policy: pullPolicy, ...more },
    whole: (value, place) => {
      if ('ports' in value) refuse(place, 'config', 'contains disallowed keys: ports');
      const name = ownValue(value, 'name');
      if (!isText(name)) refuse(place, 'name', 'should be a string');
      if (isBlank(name)) refuse(place, 'name', "can't be blank");
      const options = Object.keys(OF_RUNNERS).filter((key) => isThere(value[key]));
      const given = Object.fromEntries(options.map((key) => [key, value[key]]));
      judgeSchema({ properties: OF_RUNNERS }, given, place, 'executor_opts');
    },
    demands: [
      ['entrypoint', ...TEXTS],
      ['alias', ...TEXT],
    ],
    notHash: 'should be a hash or a string',
    goesOn: true,
    keysLast: true,
  });
  return (value, place) => {
    if (typeof value !== 'string') keys(value, place);
    else if (isBlank(value)) refuse(place, 'name', "can't be blank");
  };
}

/** https://docs.gitlab.com/ci/yaml/#image */
export const image = container({}, []);

/** https://docs.gitlab.com/ci/yaml/#services */
export const services = listOf(container({ variables: variables([]), command: commands }, ['alias']), 'service', [
  [isList, 'should be a array'],
]);
