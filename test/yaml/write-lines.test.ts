import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { psychDialect } from '../../server/src/yaml/dialect.ts';
import { parseYamlFile } from '../../server/src/yaml/file.ts';
import { toValue } from '../../server/src/yaml/value.ts';
import { writeLines } from '../../server/src/yaml/write-lines.ts';

type Value = Readonly<Record<string, unknown>>;

function written(value: Value): string {
  return `${writeLines(value)
    .lines.map(({ text }) => text)
    .join('\n')}\n`;
}

function readAgain(text: string): unknown {
  const file = parseYamlFile('/w/x.yml', text);
  expect(file.problems()).toEqual([]);
  return toValue(file.documents[0]?.document.root, { dialect: psychDialect, anchors: new Map() }).value;
}

/** What YAML 1.1 readers take for something other than a text, and what breaks careless writers. */
const TRAPS = [
  ...['yes', 'No', 'on', 'OFF', 'y', 'null', '~', '', 'true', '012', '0o17', '0x1F', '1_000', '1,000', '1e3', '1.0'],
  ...[
    '12:30',
    '12:30:45',
    '2024-01-02',
    '2024-01-02 03:04:05',
    '2024-02-31',
    ':symbol',
    ':',
    '<<',
    '=',
    '.inf',
    '.nan',
  ],
  ...[
    '- a',
    '-',
    '--- x',
    '...',
    '? x',
    'a: b',
    'a:',
    'a #b',
    '#b',
    '!x',
    '&a',
    '*a',
    '|',
    '>',
    '@a',
    '`a',
    '%a',
    '{a',
  ],
  ...[
    "it's",
    '"x"',
    `'a' "b" \\`,
    'a\n',
    'a\n\n',
    '\na',
    ' a',
    'a ',
    '\ta',
    'a\tb',
    'a\n b\n',
    'a\n\n\nb',
    'a\n   \nb',
  ],
  ...['  \n', '\n', 'a\r\nb', '\u{85}', 'a\u{2028}b', '\u{feff}a', '\u{7f}', '\0', 'ä: ö', '🙂', 'a\n\t\n', 'x\n  \n'],
  ...[
    '$[[ inputs.x ]]',
    '[a]',
    '-1',
    '+1',
    '-.5',
    'a, b',
    '__proto__',
    `echo "${'x'.repeat(90)}: y" # z`,
    '-\n',
    '|-\n',
  ],
];

const text = fc.oneof(fc.constantFrom(...TRAPS), fc.string(), fc.string({ unit: 'grapheme' }), lines());
// A whole number beyond JavaScript's is read with all its digits.
const number = fc.double().filter((each) => !Number.isInteger(each) || Number.isSafeInteger(each));
const long = fc.bigInt({ min: 2n ** 53n, max: 2n ** 90n });
const scalar = fc.oneof(text, text, number, long, fc.integer(), fc.boolean(), fc.constant(null));

function lines(): fc.Arbitrary<string> {
  return fc.array(fc.oneof(fc.constantFrom(...TRAPS), fc.string())).map((parts) => parts.join('\n'));
}

const { value } = fc.letrec<{ value: unknown; mapping: Value }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 4 }), tie('mapping')),
  mapping: fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));

describe('what is written is read again as it was', () => {
  test.each(TRAPS)('%j as a value, item and key', (trap) => {
    const all = { value: trap, list: [trap, [trap]], nested: { [`x${trap}`]: [{ a: trap }] } };
    expect(readAgain(written(all))).toEqual(all);
    expect(readAgain(written(Object.fromEntries([[trap, 1]])))).toEqual(Object.fromEntries([[trap, 1]]));
  });

  test('any value', () => {
    const mapping = fc.dictionary(text, value, { maxKeys: 5, noNullPrototype: true });
    fc.assert(
      fc.property(mapping, (original) => {
        const entries = Object.entries(original);
        if (entries.length === 0) return;
        const again = readAgain(written(original));
        expect(again).toEqual(original);
        expect(Object.keys(again as Value)).toEqual(entries.map(([key]) => key));
      }),
      { numRuns: 2000 },
    );
  });

  test('a key that is too long for one line', () => {
    const long = { ['k'.repeat(3000)]: { a: ['b'] }, ['l'.repeat(3000)]: 'x', list: [{ ['m'.repeat(3000)]: 1 }] };
    expect(readAgain(written(long))).toEqual(long);
  });
});

describe('how it is written', () => {
  test('as people write it, with the way to what each line shows', () => {
    const original = {
      stages: ['build', 'test'],
      variables: { VERSION: '1.10', EMPTY: '', ON: true, N: 3 },
      build: {
        script: ['make', 'set -e\nmake all\n', ['nested', 'list']],
        rules: [{ if: '$CI_COMMIT_TAG', when: 'never' }, { changes: ['a b'] }],
        cache: {},
        tags: [],
      },
      image: 'ruby:3.2',
    };
    expect(written(original)).toMatchInlineSnapshot(`
      "stages:
        - build
        - test

      variables:
        VERSION: '1.10'
        EMPTY: ''
        'ON': true
        'N': 3

      build:
        script:
          - make
          - |
            set -e
            make all
          - - nested
            - list
        rules:
          - if: $CI_COMMIT_TAG
            when: never
          - changes:
              - a b
        cache: {}
        tags: []

      image: ruby:3.2
      "
    `);
    const { lines: all } = writeLines(original);
    expect(all.filter(({ begins }) => begins).map(({ path }) => path.join('/'))).toContain('build/rules/0/if');
    expect(all.find(({ text: line }) => line.includes('make all'))).toEqual({
      text: '      make all',
      path: ['build', 'script', 1],
      begins: false,
    });
  });

  test('a value that repeats itself without end is cut', () => {
    const ten = Array.from({ length: 10 }, () => 'x');
    const laughs = [ten, ten, ten, ten, ten, ten].reduce<unknown>(
      (inner) => Array.from({ length: 10 }, () => inner),
      ten,
    );
    const { lines: all, isCut } = writeLines({ laughs });
    expect(isCut).toBe(true);
    expect(all.length).toBeLessThan(250_100);
  });
});
