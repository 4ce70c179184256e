import { isRecord, ownValue } from '../../../base/record.ts';
import { isOpenText, mapping, refuse, type Entry } from './entry.ts';
import { TEXT } from './plain-values.ts';
import { isBlank, isHash, isTime, oneOf, withVariables } from './tests.ts';

const ACTIONS = ['start', 'stop', 'prepare', 'verify', 'access'];
const TIERS = ['production', 'staging', 'testing', 'development', 'other'];
const NAME = /^[\w.${} -](?:[\w./${} -]*[\w.${} -])?$/;
const NAME_WORDS =
  "can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', and spaces, but it cannot start or end with '/'";

const LONGEST_URL = 255;

const environmentHash = mapping({
  attributes: ['name', 'url', 'action', 'on_stop', 'auto_stop_in', 'deployment_tier'],
  parts: { kubernetes: mapping({ open: true }) },
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
  if (isBlank(value)) refuse(place, 'name', "can't be blank");
  else if (!isOpenText(value) && !(typeof value === 'string' && NAME.test(value))) refuse(place, 'name', NAME_WORDS);
};

/** https://docs.gitlab.com/ci/yaml/#environment */
export const environment: Entry = (value, place) => {
  if (typeof value === 'string') environmentName(value, place);
  else if (isRecord(value)) environmentHash(value, place);
  else refuse(place, 'config', 'should be a hash or a string');
};
