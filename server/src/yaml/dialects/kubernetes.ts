type ScalarValue = string | number | boolean | null;

const spellings = (word: string): string[] => [
  word,
  `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
  word.toUpperCase(),
];

const words: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ['', null],
  ['~', null],
  ...spellings('null').map((word): [string, ScalarValue] => [word, null]),
  ...['y', 'yes', 'true', 'on'].flatMap(spellings).map((word): [string, ScalarValue] => [word, true]),
  ...['n', 'no', 'false', 'off'].flatMap(spellings).map((word): [string, ScalarValue] => [word, false]),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, ScalarValue] => [word, NaN]),
  ...['.inf', '.Inf', '.INF'].flatMap((word): [string, ScalarValue][] => [
    [word, Infinity],
    [`+${word}`, Infinity],
    [`-${word}`, -Infinity],
  ]),
]);

const canStartNumber = /^[-+.0-9]/;
const decimalFloat = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const dotFloat = /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/;
const integer = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;

/**
 * Plain scalars as sigs.k8s.io/yaml reads them, which is go-yaml v2 (`resolve.go`): the booleans of YAML 1.1 in three
 * spellings each, integers as Go's `ParseInt` with base 0 after underscores are removed, decimal floats; no timestamps
 * (decoding to an untyped value keeps their text) and no sexagesimal numbers. `08` is no octal number, but a float.
 */
export function resolveKubernetes(text: string): ScalarValue {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!canStartNumber.test(text)) return text;
  if (text.startsWith('.')) return dotFloat.test(text) ? finite(text, text) : text;
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const whole = integer.exec(plain);
  if (whole) return integerValue(whole);
  return decimalFloat.test(plain) ? finite(plain, text) : text;
}

function integerValue(match: RegExpExecArray): number {
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  const magnitude =
    hexadecimal !== undefined
      ? parseInt(hexadecimal, 16)
      : binary !== undefined
        ? parseInt(binary, 2)
        : octal !== undefined
          ? parseInt(octal, 8)
          : Number(decimal);
  return sign === '-' && magnitude !== 0 ? -magnitude : magnitude;
}

/** Go's ParseFloat reports an error for a number that does not fit, and the scalar stays a string. */
function finite(plain: string, text: string): ScalarValue {
  const value = Number(plain);
  return Number.isFinite(value) ? value : text;
}
