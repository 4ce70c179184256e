const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const WEEK = 604_800;
const MONTH = 2_592_000;
const YEAR = 31_557_600;

const UNITS: ReadonlyMap<string, number> = new Map([
  ...named(1, 's', 'sec', 'secs', 'second', 'seconds'),
  ...named(MINUTE, 'm', 'min', 'mins', 'minute', 'minutes'),
  ...named(HOUR, 'h', 'hr', 'hrs', 'hour', 'hours'),
  ...named(DAY, 'd', 'dy', 'day', 'days'),
  ...named(WEEK, 'w', 'wk', 'wks', 'week', 'weeks'),
  ...named(MONTH, 'mo', 'mos', 'mon', 'mons', 'month', 'months'),
  ...named(YEAR, 'y', 'yr', 'yrs', 'year', 'years'),
]);

function named(seconds: number, ...names: readonly string[]): [string, number][] {
  return names.map((name) => [name, seconds]);
}

/** The parts of `1:30:00` from the right. */
const CLOCK: readonly number[] = [1, MINUTE, HOUR, DAY, MONTH, YEAR];

const NUMBERS: ReadonlyMap<string, number> = new Map(
  [
    ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
    ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
  ].map((word, index) => [word, index] as const),
);

const TENS: ReadonlyMap<string, number> = new Map(
  ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'].map(
    (word, index) => [word, 20 + 10 * index] as const,
  ),
);

const OTHER_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['a', 1],
  ['an', 1],
  ['half', 0.5],
  ['hundred', 100],
]);

const JOINING: ReadonlySet<string> = new Set(['and', 'with', 'plus']);

/** Whether GitLab can read a duration such as `1h 30m`, `3 weeks and 2 days`, `90` (seconds) or `never`. */
export function isDuration(text: string): boolean {
  return text.trim().toLowerCase() === 'never' || (durationSeconds(text) ?? 0) > 0;
}

/**
 * The seconds of a duration as the Ruby library chronic_duration reads it, which skips nothing here: every word must be a
 * number, a unit or a joining word. A unit without a number at the start counts once, a number without a unit is seconds.
 * Undefined for anything else.
 */
export function durationSeconds(text: string): number | undefined {
  const words = wordsOf(text);
  if (words === undefined) return undefined;
  let sum = 0;
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    if (typeof word === 'number') sum += word * (next === undefined ? 1 : typeof next === 'number' ? 0 : next.seconds);
    else if (index === 0) sum += word.seconds;
  }
  return sum;
}

type Word = number | { readonly seconds: number };

function wordsOf(text: string): readonly Word[] | undefined {
  const compact = text.replace(/\s/g, '');
  if (/^\d*\.?\d+(?::\d*\.?\d+)+$/.test(compact)) return clockWords(compact.split(':'));
  const words: Word[] = [];
  for (const written of text.toLowerCase().match(/\d*\.?\d+|[^\s\d]+/g) ?? []) {
    const word = written.replace(/^,|,$/g, '');
    const meaning = wordOf(word);
    if (meaning !== undefined) words.push(meaning);
    else if (word !== '' && !JOINING.has(word)) return undefined;
  }
  return words;
}

function clockWords(parts: readonly string[]): readonly Word[] | undefined {
  if (parts.length > CLOCK.length) return undefined;
  return parts.flatMap((part, index): Word[] => [Number(part), { seconds: CLOCK[parts.length - 1 - index] ?? 0 }]);
}

function wordOf(word: string): Word | undefined {
  if (/^\d*\.?\d+$/.test(word)) return Number(word);
  const seconds = UNITS.get(word);
  return seconds === undefined ? (NUMBERS.get(word) ?? TENS.get(word) ?? OTHER_NUMBERS.get(word)) : { seconds };
}
