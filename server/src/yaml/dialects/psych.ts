type ScalarValue = string | number | bigint | boolean | null;

// The patterns of Psych's scalar scanner (https://github.com/ruby/psych/blob/master/lib/psych/scalar_scanner.rb).
const wordLike = /^[^\d.:-]?[\p{L}_\s!@#$%^&*(){}<>|/\\~;=]+/u;
const time = /^-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$/;
const date = /^\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)$/;
const sexagesimal = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}(\.[0-9_]*)?$/;
const float = /^[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][+-][0-9]+)?$/;
const integer = /^([-+]?)(?:0b([01_,]+)|0([0-7_,]+)|(0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)|0x([0-9a-fA-F_,]+))$/;

const infinity = /^\+?\.inf$/i;
const negativeInfinity = /^-\.inf$/i;
const notANumber = /^\.nan$/i;

/**
 * Whether Psych reads this plain scalar as a Date or a Time. A safe load that does not permit these classes, such as
 * GitLab's, refuses the whole document then (`Tried to load unspecified class: Date`), even for a day that does not exist.
 */
export function isPsychDate(text: string): boolean {
  return /^-?\d/.test(text) && (time.test(text) || date.test(text));
}

/**
 * Plain scalars as Psych reads them: booleans yes/true/on and no/false/off in any case (but not y and n), octal `010`,
 * underscores and commas in numbers, sexagesimal `12:30:00`; `1e3` is a string, because an exponent needs a point and a sign.
 * A date or time gives its text (see `isPsychDate`); a symbol such as `:name` gives its name.
 */
export function resolvePsych(text: string): ScalarValue {
  if (text === '') return null;
  if (wordLike.test(text) || text.includes('\n')) return resolveWord(text);
  if (isPsychDate(text)) return text;
  if (text.startsWith(':')) return symbolName(text);
  return resolveNumber(text);
}

function resolveWord(text: string): ScalarValue {
  if (text.length > 5) return text;
  switch (text.toLowerCase()) {
    case '~':
    case 'null':
      return null;
    case 'yes':
    case 'true':
    case 'on':
      return true;
    case 'no':
    case 'false':
    case 'off':
      return false;
    default:
      return text;
  }
}

function symbolName(text: string): string {
  if (text.length === 1) return text;
  return /^:["']/.test(text) ? text.slice(2).replace(/["']$/, '') : text.slice(1);
}

function resolveNumber(text: string): ScalarValue {
  if (infinity.test(text)) return Infinity;
  if (negativeInfinity.test(text)) return -Infinity;
  if (notANumber.test(text)) return NaN;
  if (sexagesimal.test(text)) return sexagesimalValue(text);
  if (float.test(text)) return floatValue(text);
  const match = integer.exec(text);
  return match ? integerValue(match, text) : text;
}

/** Psych weighs the first part with 60², the second with 60, the third with 1, whether there are two parts or three. */
function sexagesimalValue(text: string): number {
  return text
    .split(':')
    .map((part) => Number(part.replaceAll('_', '')))
    .reduce((sum, part, index) => sum + part * 60 ** Math.abs(index - 2), 0);
}

function floatValue(text: string): ScalarValue {
  const value = Number(text.replaceAll(/[,_]/g, ''));
  return Number.isNaN(value) ? text : value;
}

function integerValue([, sign, binary, octal, decimal, hexadecimal]: RegExpExecArray, text: string): ScalarValue {
  const [prefix, written] =
    binary !== undefined
      ? ['0b', binary]
      : octal !== undefined
        ? ['0o', `0${octal}`]
        : decimal !== undefined
          ? ['', decimal]
          : ['0x', hexadecimal ?? ''];
  const digits = written.replaceAll(/[,_]/g, '');
  if (digits === '') return text;
  const magnitude = Number(`${prefix}${digits}`);
  if (Number.isSafeInteger(magnitude)) return sign === '-' && magnitude !== 0 ? -magnitude : magnitude;
  const exact = BigInt(`${prefix}${digits}`);
  return sign === '-' ? -exact : exact;
}
