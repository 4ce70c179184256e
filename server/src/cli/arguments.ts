import { nearestName } from '../base/nearest-name.ts';

/** The options that a command knows, without their dashes. */
interface OptionNames {
  /** Options that stand alone. */
  readonly flags: readonly string[];
  /** Options that take a value, each with what may be given: words, or a description in capitals. */
  readonly values: Readonly<Record<string, readonly string[] | string>>;
  /** Options that may be given several times, each time with one value. */
  readonly repeated?: Readonly<Record<string, string>>;
  /** Options that take every word up to the next option. */
  readonly series?: Readonly<Record<string, string>>;
}

export interface ParsedArguments {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  /** Of repeated options and series, in their order. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
  /** What cannot be understood, for the user. */
  readonly problem?: string;
}

interface Reading {
  readonly flags: Set<string>;
  readonly values: Map<string, string>;
  readonly lists: Map<string, readonly string[]>;
  readonly words: string[];
}

/** Reads `--name value`, `--name=value`, `--flag` and words; after `--` everything is a word. */
export function parseArguments(args: readonly string[], names: OptionNames): ParsedArguments {
  const reading: Reading = { flags: new Set(), values: new Map(), lists: new Map(), words: [] };
  const waiting = [...args];
  for (let argument = waiting.shift(); argument !== undefined; argument = waiting.shift()) {
    if (argument === '--') return { ...reading, words: [...reading.words, ...waiting] };
    const option = /^--?([^=]+)(?:=(.*))?$/s.exec(argument);
    if (option === null) {
      reading.words.push(argument);
      continue;
    }
    const [, name = '', given] = option;
    const problem = readOption(reading, { name, given, waiting }, names);
    if (problem !== undefined) return { ...reading, problem };
  }
  return reading;
}

interface Option {
  readonly name: string;
  /** What stands behind `=`. */
  readonly given: string | undefined;
  readonly waiting: string[];
}

function readOption(reading: Reading, { name, given, waiting }: Option, names: OptionNames): string | undefined {
  if (names.flags.includes(name) && given === undefined) {
    reading.flags.add(name);
    return undefined;
  }
  const allowed = allowedFor(name, names);
  const value = given ?? (allowed === undefined ? undefined : waiting.shift());
  const problem = problemOf({ name, value, allowed }, names);
  if (problem !== undefined || value === undefined) return problem;
  if (Object.hasOwn(names.values, name)) {
    reading.values.set(name, value);
    return undefined;
  }
  const more = Object.hasOwn(names.series ?? {}, name) ? takeWords(waiting) : [];
  reading.lists.set(name, [...(reading.lists.get(name) ?? []), value, ...more]);
  return undefined;
}

/** Takes every word up to the next option. */
function takeWords(waiting: string[]): string[] {
  const end = waiting.findIndex((word) => word.startsWith('-'));
  return waiting.splice(0, end === -1 ? waiting.length : end);
}

function allowedFor(
  name: string,
  { values, repeated = {}, series = {} }: OptionNames,
): readonly string[] | string | undefined {
  return [values, repeated, series].find((group) => Object.hasOwn(group, name))?.[name];
}

interface GivenValue {
  readonly name: string;
  readonly value: string | undefined;
  readonly allowed: readonly string[] | string | undefined;
}

function problemOf({ name, value, allowed }: GivenValue, names: OptionNames): string | undefined {
  if (allowed === undefined) {
    return names.flags.includes(name) ? `Option '--${name}' takes no value` : unknownOption(name, names);
  }
  const described = typeof allowed === 'string' ? allowed : allowed.join(', ');
  if (value === undefined) return `Option '--${name}' needs a value: ${described}`;
  const isRight = typeof allowed === 'string' || allowed.includes(value);
  return isRight ? undefined : `Option '--${name}' cannot be '${value}'; it can be ${described}`;
}

function unknownOption(name: string, { flags, values, repeated = {}, series = {} }: OptionNames): string {
  const known = [...Object.keys({ ...values, ...repeated, ...series }), ...flags];
  const near = nearestName(name, known);
  const hint = near === undefined ? '' : ` Did you mean '--${near}'?`;
  return `There is no option '--${name}'.${hint} There are ${known.map((other) => `--${other}`).join(', ')}`;
}

/** Reads `KEY=VALUE` pairs; answers what is wrong with the first that is none. */
export function readPairs(option: string, pairs: readonly string[]): Readonly<Record<string, string>> | string {
  const wrong = pairs.find((pair) => !/^[^=]+=/.test(pair));
  // What was given may be a secret whose name was forgotten, so it is not repeated.
  if (wrong !== undefined) return `Option '--${option}' is written as NAME=VALUE`;
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}
