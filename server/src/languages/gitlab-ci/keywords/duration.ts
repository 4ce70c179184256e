const UNITS =
  'y|yr|yrs|year|years|mo|mos|mon|mons|month|months|w|wk|wks|week|weeks|d|day|days|h|hr|hrs|hour|hours|m|min|mins|minute|minutes|s|sec|secs|second|seconds';

const NUMBERS =
  'a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|ninety|half|hundred';

const WORD = new RegExp(
  `^(?:(?:\\d+(?:\\.\\d+)?)?(?:${UNITS})|\\d+(?:\\.\\d+)?|\\d+(?::\\d+){1,2}|${NUMBERS}|and|with|plus|never)$`,
);

/**
 * Whether GitLab can read a duration such as `1h 30m`, `3 weeks and 2 days`, `90` (seconds) or `never`. It uses the Ruby
 * library chronic_duration, which skips nothing here: every word must be a number, a unit or a joining word.
 */
export function isDuration(text: string): boolean {
  const words = text
    .toLowerCase()
    .replace(/(\d)\s*(?=[a-z])/g, '$1')
    .replace(/([a-z])(?=\d)/g, '$1 ')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  return words.length > 0 && words.every((word) => WORD.test(word));
}

const SECONDS: readonly (readonly [RegExp, number])[] = [
  [/^y/, 31_536_000],
  [/^mo/, 2_592_000],
  [/^w/, 604_800],
  [/^d/, 86_400],
  [/^h/, 3600],
  [/^m/, 60],
  [/^s/, 1],
];

/** The seconds of a duration written with digits; undefined for anything else. */
export function durationSeconds(text: string): number | undefined {
  if (!isDuration(text)) return undefined;
  let sum = 0;
  for (const [, amount = '', unit = 's'] of text.toLowerCase().matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)?/g)) {
    sum += Number(amount) * (SECONDS.find(([pattern]) => pattern.test(unit))?.[1] ?? 1);
  }
  return sum;
}
