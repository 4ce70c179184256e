/** What a function of an interpolation gives, or why it cannot. */
type FunctionResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

/** A variable that `expand_vars` may put in. */
interface ExpandableVariable {
  readonly value: string;
  readonly masked: boolean;
}

export type Expandable = ReadonlyMap<string, ExpandableVariable>;

interface InterpolationFunction {
  readonly name: string;
  readonly pattern: RegExp;
  readonly call: (text: string, parameters: readonly string[], variables: Expandable) => FunctionResult;
}

/** https://docs.gitlab.com/ci/inputs/#specify-functions-to-manipulate-input-values */
const FUNCTIONS: readonly InterpolationFunction[] = [
  { name: 'expand_vars', pattern: /^expand_vars$/, call: (text, _, variables) => expandVariables(text, variables) },
  {
    name: 'truncate',
    pattern: /^truncate\(\s*(\d+)\s*,\s*(\d+)\s*\)$/,
    call: (text, [offset, length]) =>
      given(
        Array.from(text)
          .slice(Number(offset), Number(offset) + Number(length))
          .join(''),
      ),
  },
  { name: 'posix_escape', pattern: /^posix_escape$/, call: (text) => given(shellEscape(text)) },
  { name: 'posix_quote', pattern: /^posix_quote$/, call: (text) => given(shellEscape(text)) },
  {
    name: 'split',
    pattern: /^split\(\s*'([^']*)'\s*\)$/,
    call: (text, [separator = '']) =>
      separator === ''
        ? refused('split', 'invalid argument: separator cannot be empty')
        : given(split(text, separator)),
  },
];

/** What a block may call. */
export const FUNCTION_NAMES: readonly string[] = FUNCTIONS.map(({ name }) => name);

/** Whether a text calls one of the functions with parameters that it takes. */
export function isFunctionCall(text: string): boolean {
  return FUNCTIONS.some(({ pattern }) => pattern.test(text));
}

/** Calls the function that a text names, such as `truncate(0, 8)`. */
export function callFunction(text: string, value: unknown, variables: Expandable): FunctionResult {
  for (const { name, pattern, call } of FUNCTIONS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    if (typeof value === 'string') return call(value, found.slice(1), variables);
    return refused(name, `invalid input type: ${name} can only be used with string inputs`);
  }
  const words = 'check that the function name, arguments, and types are correct';
  return { ok: false, error: `no function matching \`${text}\`: ${words}` };
}

function given(value: unknown): FunctionResult {
  return { ok: true, value };
}

function refused(name: string, reason: string): FunctionResult {
  return { ok: false, error: `error in \`${name}\` function: ${reason}` };
}

/** One level only, and what is not known stays. */
function expandVariables(text: string, variables: Expandable): FunctionResult {
  const masked = namesIn(text).filter((name) => variables.get(name)?.masked === true);
  if (masked.length > 0) {
    return refused('expand_vars', 'variable expansion error: masked variables cannot be expanded');
  }
  return given(
    text.replace(VARIABLE, (whole, braced?: string, plain?: string, percent?: string) => {
      return variables.get(braced ?? plain ?? percent ?? '')?.value ?? whole;
    }),
  );
}

const VARIABLE = /\$\{(\w+)\}|\$(\w+)|%(\w+)%/g;

function namesIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, braced, plain, percent]) => braced ?? plain ?? percent ?? '');
}

/** As Ruby's Shellwords.escape (https://docs.ruby-lang.org/en/3.3/Shellwords.html). */
function shellEscape(text: string): string {
  if (text === '') return "''";
  return text.replace(/[^A-Za-z0-9_\-.,:+/@\n]/gu, '\\$&').replace(/\n/g, "'\n'");
}

function split(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
