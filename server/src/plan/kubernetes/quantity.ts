/**
 * Kubernetes' quantities (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/): exact numbers with a decimal
 * suffix, a binary suffix or a decimal exponent. Kept as an integer count of nano, the smallest unit that is stored.
 */
interface Quantity {
  readonly nano: bigint;
  readonly format: 'decimal' | 'binary' | 'exponent';
}

const NANO = 10n ** 9n;
const pattern = /^([+-]?)(\d+\.?\d*|\.\d+)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d{1,3})?$/;
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Reads a quantity as text or number. What is finer than nano is rounded away from zero; undefined for what is no quantity. */
export function parseQuantity(value: unknown): Quantity | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = pattern.exec(String(value));
  if (!match) return undefined;
  const [, sign, digits = '', suffix = ''] = match;
  const [whole = '', fraction = ''] = digits.split('.');
  const { numerator, denominator, format } = scaleOf(suffix);
  const dividend = BigInt(whole + fraction) * numerator * NANO;
  const magnitude = roundUp(dividend, denominator * 10n ** BigInt(fraction.length));
  return { nano: sign === '-' ? -magnitude : magnitude, format };
}

function scaleOf(suffix: string): { numerator: bigint; denominator: bigint; format: Quantity['format'] } {
  const exponent = /^[eE]([+-]?\d+)$/.exec(suffix);
  if (exponent) return { ...powerOfTen(Number(exponent[1])), format: 'exponent' };
  const binary = binarySuffixes.indexOf(suffix);
  if (binary > 0) return { numerator: 1024n ** BigInt(binary), denominator: 1n, format: 'binary' };
  return { ...powerOfTen((decimalSuffixes.indexOf(suffix) - 3) * 3), format: 'decimal' };
}

function powerOfTen(exponent: number): { numerator: bigint; denominator: bigint } {
  const power = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? { numerator: 1n, denominator: power } : { numerator: power, denominator: 1n };
}

function roundUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

/** Rounded up to milli, as the API server does with every ResourceList (`SetDefaults_ResourceList`). */
export function roundedToMilli(quantity: Quantity): Quantity {
  const milli = NANO / 1000n;
  const sign = quantity.nano < 0n ? -1n : 1n;
  return { ...quantity, nano: sign * roundUp(quantity.nano * sign, milli) * milli };
}

/** The text that the API server stores: no fraction, and the largest suffix that allows it. */
export function canonicalQuantity({ nano, format }: Quantity): string {
  if (nano === 0n) return '0';
  const whole = nano % NANO === 0n ? nano / NANO : undefined;
  const magnitude = nano < 0n ? -nano : nano;
  // A binary quantity that is below 1024 or has a fraction is stored in decimal form, and so is one without a binary
  // suffix once the API server has read it back: nothing says any more that it was binary.
  const isBinary = format === 'binary' && whole !== undefined && magnitude >= 1024n * NANO && whole % 1024n === 0n;
  if (isBinary) return binaryText(whole);
  return decimalText(nano, format === 'exponent');
}

function binaryText(whole: bigint): string {
  let power = 0;
  let rest = whole;
  while (power < binarySuffixes.length - 1 && rest % 1024n === 0n) {
    rest /= 1024n;
    power++;
  }
  return `${rest}${binarySuffixes[power] ?? ''}`;
}

function decimalText(nano: bigint, asExponent: boolean): string {
  let power = 0;
  let rest = nano;
  while (power < decimalSuffixes.length - 1 && rest % 1000n === 0n) {
    rest /= 1000n;
    power++;
  }
  const exponent = (power - 3) * 3;
  if (asExponent) return exponent === 0 ? `${rest}` : `${rest}e${exponent}`;
  return `${rest}${decimalSuffixes[power] ?? ''}`;
}
