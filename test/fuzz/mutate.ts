/** Random numbers that come again from the same seed (mulberry32), so that a finding can be repeated. */
export interface Random {
  /** A whole number from 0 up to and without `limit`. */
  readonly below: (limit: number) => number;
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, limit);
  };
  return { below, pick: (items) => items[below(items.length)] ?? items[0] };
}

/** What stands in for the text between two offsets. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function applyEdit(text: string, { start, end, text: inserted }: Edit): string {
  return text.slice(0, start) + inserted + text.slice(end);
}

/** Pieces that mean something to YAML, to GitLab or to Kubernetes, and some that mean nothing to anybody. */
const PIECES: readonly [string, ...string[]] = [
  '\n',
  ...['  ', '\t', ': ', ':', '- ', '-', '#', ' #', '"', "'", '|', '>-', '[', ']', '{', '}', ',', '?', '%', '@', '`'],
  ...[
    '---\n',
    '...\n',
    '&a ',
    '*a',
    '*b',
    '<<: *a\n',
    '!reference [a, b]',
    '!tag ',
    '~',
    'null',
    '\r\n',
    '\u{FEFF}',
    '\0',
  ],
  ...[
    '$',
    '${',
    '$CI_COMMIT_BRANCH',
    '$[[ inputs.a ]]',
    '$[[',
    ']]',
    ' | expand_vars',
    '=~',
    '/a+/',
    '&&',
    '||',
    '(',
    ')',
  ],
  ...['yes', '010', '1.10', '12:30', '2020-01-01', '-1', '1e999', '0x', 'true', '99999999999999999999'],
  ...[
    'script',
    'extends',
    'needs',
    'stage',
    'include',
    'rules',
    'if',
    'when',
    'spec',
    'inputs',
    'variables',
    'default',
  ],
  ...['apiVersion', 'kind', 'metadata', 'name', 'containers', 'resources', '__proto__', 'constructor', 'toString'],
  ...['🚀', 'e\u0301', '\u2028', '\uD800', 'ж', ' '.repeat(200), 'x'.repeat(3000), '[['.repeat(150), '(a+)+$'],
];

type Mutation = (text: string, random: Random, other: string) => Edit;

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  (text, random) => at(random.below(text.length + 1), random.pick(PIECES)),
  (text, random) => at(random.below(text.length + 1), random.pick(PIECES) + random.pick(PIECES)),
  (text, random) => remove(text, random.below(text.length + 1), 1 + random.below(4)),
  (text, random) => remove(text, random.below(text.length + 1), random.below(200)),
  (text, random) => ({ ...lineOf(text, random), text: '' }),
  (text, random) => at(lineOf(text, random).start, random.pick(['  ', '- ', '# ', '    '])),
  (text, random) => at(lineOf(text, random).start, sliceOf(text, lineOf(text, random))),
  (text, random) => at(lineOf(text, random).start, sliceOf(text, lineOf(text, random)).repeat(random.below(60))),
  (text, random, other) => at(lineOf(text, random).start, sliceOf(other, lineOf(other, random))),
  (text, random, other) => at(random.below(text.length + 1), chunkOf(other, random)),
  (text, random) => replaceWord(text, random),
  (text, random) => at(text.length, `\n${text.slice(0, random.below(text.length))}`),
];

/** One random change. `other` is a text to take pieces from. */
export function mutation(text: string, random: Random, other: string): Edit {
  return random.pick(MUTATIONS)(text, random, other);
}

function at(start: number, text: string): Edit {
  return { start, end: start, text };
}

function remove(text: string, start: number, length: number): Edit {
  return { start, end: Math.min(text.length, start + length), text: '' };
}

/** A line with its line break. */
function lineOf(text: string, random: Random): Omit<Edit, 'text'> {
  const place = random.below(text.length + 1);
  const end = text.indexOf('\n', place);
  return { start: text.lastIndexOf('\n', place - 1) + 1, end: end === -1 ? text.length : end + 1 };
}

function sliceOf(text: string, { start, end }: Omit<Edit, 'text'>): string {
  return text.slice(start, end);
}

function chunkOf(text: string, random: Random): string {
  const start = random.below(text.length);
  return text.slice(start, start + random.below(400));
}

/** Another word of the same text in the place of one: names that are there, where they do not belong. */
function replaceWord(text: string, random: Random): Edit {
  const words = Array.from(text.matchAll(/[\w.$-]+/g), (found) => ({ start: found.index, text: found[0] }));
  const [first, ...rest] = words;
  if (first === undefined) return at(0, 'a: 1\n');
  const target = random.pick([first, ...rest]);
  return { start: target.start, end: target.start + target.text.length, text: random.pick([first, ...rest]).text };
}
