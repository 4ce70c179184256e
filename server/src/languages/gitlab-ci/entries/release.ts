import { ownValue } from '../../../base/record.ts';
import { isOpenText, isThere, listOf, mapping, refuse, type Demand, type Test } from './entry.ts';
import { TEXT, TEXT_OR_TEXTS } from './plain-values.ts';
import { isBlank, isHash, isList, isText, oneOf } from './tests.ts';

const LINK_TYPES = ['runbook', 'package', 'image', 'other'];

const link = mapping({
  attributes: ['name', 'url', 'filepath', 'link_type'],
  whole: (value, place) => {
    for (const key of ['name', 'url']) if (isBlank(ownValue(value, key))) refuse(place, key, "can't be blank");
  },
  demands: [
    ['name', ...TEXT],
    ['link_type', oneOf(...LINK_TYPES), 'is not included in the list'],
  ],
});

const LINKS = 'should be an array of hashes';

const assets = mapping({
  parts: {
    links: listOf(link, 'link', [[(value) => isList(value) && !isBlank(value), LINKS]]),
  },
  required: ['links'],
  demands: [['links', (value) => !Array.isArray(value) || value.every(isHash), LINKS]],
});

/** What Git refuses in the name of a branch or tag (https://git-scm.com/docs/git-check-ref-format). */
const NO_REF = /[\s~^:?*[\\]|\.\.|@\{|\/\/|^\/|[./]$|\.lock$/;

/** False counts as not written. */
const isRef: Test = (value) => value === false || (typeof value === 'string' && value !== '' && !NO_REF.test(value));

/** A time as ISO 8601 writes it; a variable may stand for it. */
const isTimestamp: Demand[1] = (value) =>
  typeof value === 'string' && (value.includes('$') || /^[+-]?\d{4}-?(?:\d\d|W\d\d|\d{3})/.test(value));

/** https://docs.gitlab.com/ci/yaml/#release */
export const release = mapping({
  attributes: ['tag_name', 'tag_message', 'name', 'description', 'ref', 'milestones', 'released_at'],
  parts: { assets },
  whole: (value, place) => {
    for (const key of ['tag_name', 'description']) {
      const own = ownValue(value, key);
      if (isThere(own) && !isText(own) && !isOpenText(own)) refuse(place, key, 'should be a string');
      if (isBlank(own)) refuse(place, key, "can't be blank");
    }
  },
  demands: [
    ['tag_message', ...TEXT],
    ['milestones', ...TEXT_OR_TEXTS],
    ['ref', isRef, 'must be a valid ref'],
    ['released_at', isTimestamp, 'must be a valid datetime'],
  ],
});
