import { isRecord } from '../../../base/record.ts';
import { either, isOpenText, isThere, mapping, must, refuse, type Entry } from './entry.ts';
import { boolean, TEXT, texts } from './plain-values.ts';
import { isBlank, isHash, isText, isTexts, longest, oneOf } from './tests.ts';

/** After which results a cache or artifacts are kept. */
export const RESULTS = ['on_success', 'on_failure', 'always'] as const;

const MAX_CACHES = 4;
const MAX_FALLBACK_KEYS = 5;
const MAX_FILES = 2;

const keyFiles: Entry = (value, place) => {
  if (!isTexts(value)) refuse(place, 'config', 'should be an array of strings');
  // A text has a length, too.
  if (!Array.isArray(value) && typeof value !== 'string') return;
  if (value.length === 0) refuse(place, 'config', 'requires at least 1 item');
  if (value.length > MAX_FILES) refuse(place, 'config', `has too many items (maximum is ${MAX_FILES})`);
};

/** A key becomes the name of a folder, once its `%2F` and the like are read. */
const keyText: Entry = (value, place) => {
  if (typeof value !== 'string' || isOpenText(value)) return;
  const path = value
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  if (path.includes('/')) refuse(place, 'config', 'cannot contain the "/" character');
  else if (path === '.' || path === '..') refuse(place, 'config', 'cannot be "." or ".."');
};

const keyPrefix: Entry = (value, place) => {
  must(isText, 'should be a string or symbol')(value, place);
  keyText(value, place);
};

const keyHash = mapping({
  parts: { files: keyFiles, files_commits: keyFiles, prefix: keyPrefix },
  whole: (value, place) => {
    const ways = ['files', 'files_commits'];
    const given = ways.filter((key) => key in value);
    if (given.length === 0) refuse(place, 'config', 'missing required keys: files');
    if (given.length !== 1) refuse(place, 'config', `must use exactly one of these keys: ${ways.join(', ')}`);
  },
});

const cacheKey = either(
  [
    [isHash, keyHash],
    [isText, keyText],
  ],
  'should be a hash, a string or a symbol',
);

const cache = mapping({
  attributes: ['policy', 'when'],
  parts: { key: cacheKey, unprotect: boolean, untracked: boolean, paths: texts, fallback_keys: texts },
  demands: [
    ['policy', (value) => isBlank(value) || isText(value), TEXT[1]],
    ['policy', (value) => isBlank(value) || isPolicy(value), 'should be a variable or one of: pull-push, push, pull'],
    ['when', ...TEXT],
    ['when', oneOf(...RESULTS), `should be one of: ${RESULTS.join(', ')}`],
    ['fallback_keys', isShortList, `has to many entries (maximum ${MAX_FALLBACK_KEYS})`],
  ],
});

/** Of a text GitLab counts the characters. */
function isShortList(value: unknown): boolean {
  return typeof value === 'string' ? value.length <= MAX_FALLBACK_KEYS : longest(MAX_FALLBACK_KEYS)(value);
}

/** GitLab looks for one of the words anywhere in the text. */
function isPolicy(value: unknown): boolean {
  return typeof value === 'string' && (value === '' || /push|pull|\$\w/.test(value));
}

/** One cache or a list of up to four. GitLab calls the list `caches`, each cache in it `cache`. */
export const caches: Entry = (value, place) => {
  if (isOpenText(value)) return;
  const whole = { ...place, location: place.location.replace(/cache$/, 'caches') };
  if (Array.isArray(value) && value.length > MAX_CACHES) {
    refuse(whole, 'config', `no more than ${MAX_CACHES} caches can be created`);
  } else if (!Array.isArray(value) && !isRecord(value)) {
    refuse(whole, 'config', 'can only be a hash or an array');
  } else {
    for (const item of [value].flat(Infinity)) if (isThere(item)) cache(item, place);
  }
};
