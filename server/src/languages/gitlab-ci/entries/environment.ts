import { isRecord, ownValue } from '../../../base/record.ts';
import { judgeSchema, type JsonSchema } from './json-schema.ts';
import { isOpenText, isThere, mapping, refuse, type Entry, type Place } from './entry.ts';
import { TEXT } from './plain-values.ts';
import { isBlank, isHash, isText, isTime, oneOf, withVariables } from './tests.ts';

const ACTIONS = ['start', 'stop', 'prepare', 'verify', 'access'];
const TIERS = ['production', 'staging', 'testing', 'development', 'other'];
const NAME = /^[\w.${} -](?:[\w./${} -]*[\w.${} -])?$/;
const NAME_WORDS =
  "can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', and spaces, but it cannot start or end with '/'";

const LONGEST_URL = 255;

const LONGEST_NAMESPACE = 63;
const LONGEST_PATH = 255;

const DASHBOARD: JsonSchema = {
  type: 'object',
  required: ['namespace'],
  properties: {
    namespace: { type: 'string', minLength: 1, maxLength: LONGEST_NAMESPACE },
    flux_resource_path: { type: 'string', minLength: 1, maxLength: LONGEST_PATH },
  },
};

const MANAGED: JsonSchema = { type: 'object', properties: { enabled: { type: 'boolean' } } };

/** https://docs.gitlab.com/ci/yaml/#environmentkubernetes */
const kubernetes = mapping({
  attributes: ['namespace', 'agent', 'flux_resource_path', 'managed_resources', 'dashboard'],
  whole: (value, place) => {
    const { namespace, agent, flux_resource_path: flux, managed_resources: managed, dashboard } = value;
    if (isBlank(value)) refuse(place, 'config', "can't be blank");
    judgeText(namespace, place, 'namespace');
    if (!isBlank(flux) && isBlank(namespace)) refuse(place, 'namespace', "can't be blank");
    const needsAgent = !isBlank(flux) || !isBlank(dashboard) || ownValue(managed, 'enabled') === true;
    judgeText(agent, place, 'agent');
    if (needsAgent && isBlank(agent)) refuse(place, 'agent', "can't be blank");
    judgeText(flux, place, 'flux_resource_path');
    judgeSchema(MANAGED, managed, place, 'managed_resources');
    if (!isBlank(dashboard)) judgeSchema(DASHBOARD, dashboard, place, 'dashboard');
    for (const key of ['namespace', 'flux_resource_path']) {
      const isTwice = !isBlank(value[key]) && !isBlank(ownValue(dashboard, key));
      if (isTwice) refuse(place, key, `cannot be specified when dashboard.${key} is set`);
    }
  },
});

function judgeText(value: unknown, place: Place, key: string): void {
  if (isThere(value) && !isText(value)) refuse(place, key, TEXT[1]);
}

const environmentHash = mapping({
  attributes: ['name', 'url', 'action', 'on_stop', 'auto_stop_in', 'deployment_tier'],
  parts: { kubernetes },
  whole: (value, place) => {
    environmentName(ownValue(value, 'name'), place);
  },
  demands: [
    ['url', ...TEXT],
    ['url', isShortAddress, `is too long (maximum is ${LONGEST_URL} characters)`],
    ['action', ...TEXT],
    ['action', oneOf(...ACTIONS), 'should be start, stop, prepare, verify, or access'],
    ['deployment_tier', ...TEXT],
    ['deployment_tier', withVariables(oneOf(...TIERS)), `must be one of ${TIERS.join(', ')}`],
    ['on_stop', ...TEXT],
    ['kubernetes', isHash, 'should be a hash'],
    ['auto_stop_in', withVariables(isTime), 'should be a duration'],
  ],
});

function isShortAddress(value: unknown): boolean {
  return typeof value !== 'string' || value.length <= LONGEST_URL;
}

const environmentName: Entry = (value, place) => {
  if (isOpenText(value)) return;
  if (isBlank(value)) refuse(place, 'name', "can't be blank");
  if (!isText(value)) refuse(place, 'name', NAME_WORDS);
  if (!(typeof value === 'string' && NAME.test(value))) refuse(place, 'name', NAME_WORDS);
};

/** https://docs.gitlab.com/ci/yaml/#environment */
export const environment: Entry = (value, place) => {
  if (typeof value === 'string') environmentName(value, place);
  else if (isRecord(value)) environmentHash(value, place);
  else {
    refuse(place, 'config', 'should be a hash or a string');
    environmentName(undefined, place);
  }
};
