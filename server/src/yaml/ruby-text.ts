import { isPsychDate, psychDialect } from './dialect.ts';

/**
 * The text that Ruby makes again of a plain scalar that Psych has read: `3.10` → `3.1`, `010` → `8`, `yes` → `true`, `null` → ``.
 * Undefined for a date or a time: a safe load refuses those.
 */
export function rubyText(plain: string): string | undefined {
  if (isPsychDate(plain)) return undefined;
  const value = psychDialect.resolvePlain(plain);
  if (value === null) return '';
  if (typeof value !== 'number') return String(value);
  if (!Number.isFinite(value)) return String(value);
  if (isFloat(plain)) return floatText(value);
  // Ruby's whole numbers have no limit.
  const digits = plain.replace(/^\+/, '').replaceAll(/[,_]/g, '');
  return /^-?(?:0|[1-9]\d*)$/.test(digits) ? digits.replace(/^-0$/, '0') : String(value);
}

function isFloat(plain: string): boolean {
  return plain.includes('.');
}

/** `Float#to_s`: always with a point, and with an exponent from 1e16 up and below 1e-4. */
function floatText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [mantissa = '', exponent = ''] = value.toExponential().split('e');
    const power = exponent.slice(1).padStart(2, '0');
    return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${exponent.charAt(0)}${power}`;
  }
  return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : String(value)}.0` : String(value);
}
