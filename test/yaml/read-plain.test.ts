import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { openBlock, readWithLibrary } from '../../server/src/yaml/parse-block.ts';
import { readPlain } from '../../server/src/yaml/read-plain.ts';
import type { YamlNode, YamlProblem } from '../../server/src/yaml/node.ts';

/** What is quick must not be told from what the library makes. */
function withoutBlock(node: YamlNode | undefined): unknown {
  return node && JSON.parse(JSON.stringify(node, (key, value: unknown) => (key === 'block' ? undefined : value)));
}

function quickly(text: string): unknown {
  return withoutBlock(readPlain(openBlock(text), text, 10));
}

function byLibrary(text: string): unknown {
  const problems: YamlProblem[] = [];
  const block = openBlock(text);
  const root = readWithLibrary(block, { text, offset: 10 }, problems);
  return problems.length > 0 || block.anchors.size > 0 || block.aliases.length > 0 ? problems : withoutBlock(root);
}

const QUICK: readonly string[] = [
  'job:\n  stage: test\n  script:\n    - make\n    - make test -- --all\n',
  'job:\n  script:\n  - make\n  - "make test"\n  after_script: [a b, \'c\', "d: e"]\n',
  'job: # why\n  # because\n  stage: test # so\n\n  # and\n  when: always\n\n# the next\n',
  'test:unit [x]:\n  variables: { A: 1, B: two words, C: [] }\n  rules:\n    - if: $A == "b" && $C\n      when: never\n    - when: always\n',
  'job:\n  script:\n    - |\n      if x; then\n\n        y # z\n      fi\n    - |-\n      a\n\n  stage: test\n',
  'list:\n  - a: 1\n    b:\n      - c\n  - d\n  -   e: f\n      g: h\n',
  'key:   spaced   \n',
  'key: value',
  'größe: ja – nein\n',
  'flow: {a: {b: [c, {d: e}]}, f: []}   # end\n',
  'a: -x\nb: --flag\nc: "-"\n',
];

const UNUSUAL: readonly string[] = [
  'a: &b c\n',
  'a: *b\n',
  'a: !reference [x]\n',
  'a: >\n  folded\n',
  'a: one\n  two\n',
  'a:\n',
  'a: "x\\n"\n',
  "a: 'it''s'\n",
  'a: b: c\n',
  'a:\n\tb: c\n',
  'a: b\r\nc: d\r\n',
  '- a\n- b\n',
  'a: |+\n  x\n\n',
  'a: |\n    x\n  y\n',
  'a:\n  b: c\n    # further in\n  d: e\n',
  'a: [b,\n  c]\n',
  'a: [b: c]\n',
  'a: {b, c: d}\n',
  '? a\n: b\n',
  'a: {"b":c}\n',
  '"a": b\n',
  '---\na: b\n',
];

describe('what is read without the library', () => {
  it.each(QUICK)('%j is the same', (text) => {
    expect(quickly(text)).toBeDefined();
    expect(quickly(text)).toEqual(byLibrary(text));
  });

  it.each(UNUSUAL)('%j is left to the library', (text) => {
    expect(quickly(text)).toBeUndefined();
  });

  it('is the same or nothing, whatever the text', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'b c',
        'key',
        ': ',
        ':',
        '\n',
        '\n  ',
        '\n    ',
        '\n- ',
        '\n  - ',
        '- ',
        '# c',
        ' # c',
        '\n\n',
        '"x"',
        "'y'",
      ],
      ...[
        '[',
        ']',
        '{',
        '}',
        ', ',
        ',',
        '|\n',
        '|-\n    ',
        '>',
        '&x ',
        '*x',
        '!t ',
        '-',
        '?',
        '$A',
        '0',
        '<<: ',
        ' ',
        '\\',
        '...',
      ],
    );
    const text = fc.array(piece, { maxLength: 30 }).map((parts) => `key: ${parts.join('')}`);
    fc.assert(
      fc.property(text, (each) => {
        const quick = quickly(each);
        if (quick !== undefined) expect(quick).toEqual(byLibrary(each));
      }),
      { numRuns: 5000 },
    );
  });

  it('takes no longer for what only looks plain', () => {
    const text = `key: ${'a:'.repeat(50_000)}\n${'k'.repeat(100_000)}\n`;
    expect(quickly(text)).toBeUndefined();
  });
});
