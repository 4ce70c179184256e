/** The options that a command knows, without their dashes. */
export interface OptionNames {
  /** Options that stand alone. */
  readonly flags: readonly string[];
  /** Options that take a value, each with what may be given: words, or a description in capitals. */
  readonly values: Readonly<Record<string, readonly string[] | string>>;
}

export interface ParsedArguments {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly words: readonly string[];
  /** What cannot be understood, for the user. */
  readonly problem?: string;
}

/** Reads `--name value`, `--name=value`, `--flag` and words; after `--` everything is a word. */
export function parseArguments(args: readonly string[], names: OptionNames): ParsedArguments {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const words: string[] = [];
  const waiting = [...args];
  for (let argument = waiting.shift(); argument !== undefined; argument = waiting.shift()) {
    if (argument === '--') return { flags, values, words: [...words, ...waiting] };
    const option = /^--?([^=]+)(?:=(.*))?$/s.exec(argument);
    if (option === null) {
      words.push(argument);
      continue;
    }
    const [, name = '', given] = option;
    if (names.flags.includes(name) && given === undefined) {
      flags.add(name);
      continue;
    }
    const value = given ?? (Object.hasOwn(names.values, name) ? waiting.shift() : undefined);
    const problem = problemOf(name, value, names);
    if (problem !== undefined) return { flags, values, words, problem };
    values.set(name, value ?? '');
  }
  return { flags, values, words };
}

function problemOf(name: string, value: string | undefined, names: OptionNames): string | undefined {
  const allowed = Object.hasOwn(names.values, name) ? names.values[name] : undefined;
  if (allowed === undefined) {
    if (names.flags.includes(name)) return `Option '--${name}' takes no value`;
    const known = [...Object.keys(names.values), ...names.flags].map((other) => `--${other}`).join(', ');
    return `There is no option '--${name}'; there are ${known}`;
  }
  const described = typeof allowed === 'string' ? allowed : allowed.join(', ');
  if (value === undefined) return `Option '--${name}' needs a value: ${described}`;
  const isRight = typeof allowed === 'string' || allowed.includes(value);
  return isRight ? undefined : `Option '--${name}' cannot be '${value}'; it can be ${described}`;
}
