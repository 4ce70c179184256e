import { ownValue } from '../../../base/record.ts';
import { isOpenText, mapping, refuse, type Demand, type Test } from './entry.ts';
import { TEXT, TEXT_OR_TEXTS } from './plain-values.ts';
import { isBlank, isHash, isText, isTextOrTexts } from './tests.ts';

/** GitLab asks no more of links than that they are mappings; what they hold fails when the release is made. */
const assets = mapping({
  attributes: ['links'],
  goesOn: true,
  whole: (value, place) => {
    const links = ownValue(value, 'links');
    if (isOpenText(links)) return;
    if (!Array.isArray(links) || !links.every(isHash)) refuse(place, 'links', 'should be an array of hashes');
    if (isBlank(links)) refuse(place, 'links', "can't be blank");
  },
});

/** What Git refuses in the name of a branch or tag (https://git-scm.com/docs/git-check-ref-format). */
const NO_REF = /[\s~^:?*[\\]|\.\.|@\{|\/\/|^\/|[./]$|\.lock$/;

/** False counts as not written. */
const isRef: Test = (value) => value === false || (typeof value === 'string' && value !== '' && !NO_REF.test(value));

/** A time as ISO 8601 writes it; false counts as not written. */
const isTimestamp: Demand[1] = (value) =>
  value === false || (typeof value === 'string' && /^[+-]?\d{4}-?(?:\d\d|W\d\d|\d{3})/.test(value));

/** https://docs.gitlab.com/ci/yaml/#release */
export const release = mapping({
  attributes: ['tag_name', 'tag_message', 'name', 'description', 'ref', 'milestones', 'released_at'],
  parts: { assets },
  whole: (value, place) => {
    for (const key of ['tag_name', 'description']) {
      const own = ownValue(value, key);
      if (isOpenText(own)) continue;
      if (!isText(own)) refuse(place, key, 'should be a string');
      if (isBlank(own)) refuse(place, key, "can't be blank");
    }
  },
  demands: [
    ['tag_message', (value) => isBlank(value) || isText(value), TEXT[1]],
    ['milestones', (value) => isBlank(value) || isTextOrTexts(value), TEXT_OR_TEXTS[1]],
    ['ref', isRef, 'must be a valid ref'],
    ['released_at', isTimestamp, 'must be a valid datetime'],
  ],
});
