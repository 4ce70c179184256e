import { ownValue } from '../../../base/record.ts';
import { either, isOpenText, isThere, mapOf, mapping, must, refuse, type Entry } from './entry.ts';
import {
  isBoolean,
  isCommands,
  isHash,
  isPattern,
  isText,
  isTextOrTexts,
  isTexts,
  isTimeSpan,
  isWithin,
  isWholeOrWholes,
  MONTH,
} from './tests.ts';

export const TEXT = [isText, 'should be a string'] as const;
export const BOOLEAN = [isBoolean, 'should be a boolean value'] as const;
export const TEXTS = [isTexts, 'should be an array of strings'] as const;
export const TEXT_OR_TEXTS = [isTextOrTexts, 'should be an array of strings or a string'] as const;

export const text = must(...TEXT);
export const boolean = must(...BOOLEAN);
export const texts = must(...TEXTS);

export const commands = must(isCommands, 'should be a string or a nested array of strings up to 10 levels deep');
export const hooks = mapping({ parts: { pre_get_sources_script: commands } });
export const coverage = must(isPattern, 'must be a regular expression with re2 syntax');

/** A job runs for a month at most (`Project::MAX_BUILD_TIMEOUT`). What is no duration is no duration within the limit either. */
export const timeout: Entry = (value, place) => {
  must(isTimeSpan, 'should be a duration')(value, place);
  must((span) => isTimeSpan(span) && isWithin(MONTH)(span), 'should not exceed the limit')(value, place);
};

const MAX_TAGS = 50;

export const tags: Entry = (value, place) => {
  texts(value, place);
  if (Array.isArray(value) && value.length >= MAX_TAGS) {
    refuse(place, 'config', `must be less than the limit of ${MAX_TAGS} tags`);
  }
};

/** https://docs.gitlab.com/ci/yaml/#id_tokens */
export const idTokens = mapOf(
  mapping({
    attributes: ['aud'],
    required: ['aud'],
    notHash: undefined,
    goesOn: true,
    whole: (value, place) => {
      const audience = ownValue(value, 'aud');
      if (!isThere(audience) || (!isOpenText(audience) && !isTextOrTexts(audience)))
        refuse(place, 'aud', TEXT_OR_TEXTS[1]);
    },
  }),
);

/** https://docs.gitlab.com/ci/yaml/#allow_failure: that it is a truth value or a mapping is asked of the job. */
export const allowFailure: Entry = either(
  [
    [
      isHash,
      mapping({
        attributes: ['exit_codes'],
        demands: [['exit_codes', isWholeOrWholes, 'should be an array of integers or an integer']],
      }),
    ],
    [isBoolean, () => undefined],
  ],
  'should be a hash or a boolean value',
);
