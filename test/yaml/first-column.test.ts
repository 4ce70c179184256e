import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { psychDialect } from '../../server/src/yaml/dialect.ts';
import { parseYamlFile, type YamlFile } from '../../server/src/yaml/file.ts';
import { toValue } from '../../server/src/yaml/value.ts';

const PATH = '/workspace/file.yml';

function valueOf(file: YamlFile): unknown {
  const { root, anchors } = file.documents[0]?.document ?? {};
  return root && toValue(root, { dialect: psychDialect, anchors: anchors ?? new Map() }).value;
}

function blocksOf(file: YamlFile): string[] {
  return file.documents.flatMap(({ document }) => document.blocks.map(({ text }) => text));
}

describe('brackets and quotes with lines that start in the first column', () => {
  /** What Psych 4 with libyaml 0.2.5 reads. */
  test.each([
    ['a: [x,\ny, z]\nc: 1\n', { a: ['x', 'y', 'z'], c: 1 }],
    ["a: 'x\ny: z'\nc: 1\n", { a: 'x y: z', c: 1 }],
    ['a: {x: 1,\ny: 2\n}\nb: 3\n', { a: { x: 1, y: 2 }, b: 3 }],
    ['a:\n  - "x\ny"\n  - z\n', { a: ['x y', 'z'] }],
    ['a: "x\n- y"\nb: 1\n', { a: 'x - y', b: 1 }],
    ['a: {x:\ny}\nb: 1\n', { a: { x: 'y' }, b: 1 }],
    ['a: "x\n# y"\n', { a: 'x # y' }],
    ['a: {x: "y,\nz"}\n', { a: { x: 'y, z' } }],
    ['a: &x [x,\ny]# comment\nb: *x\n', { a: ['x', 'y'], b: ['x', 'y'] }],
    ['- "a\n- b"\n- c\n', ['a - b', 'c']],
  ])('%j', (text, value) => {
    const file = parseYamlFile(PATH, text);
    expect(file.problems()).toEqual([]);
    expect(valueOf(file)).toEqual(value);
  });

  test.each([
    ['a: [x\nb: 1\nc: [2]\n', ['a', 'b', 'c']],
    ['a: "x\nb: 1\nc: "y"\n', ['a', 'b', 'c']],
    ['a: {x: 1\nb:\n  - 1\nc: 2}\n', ['a', 'b', 'c']],
  ])('end above keys where something is wrong: %j', (text, keys) => {
    const file = parseYamlFile(PATH, text);
    expect(file.problems()).not.toEqual([]);
    expect(Object.keys(valueOf(file) as object)).toEqual(keys);
  });

  test('are the same blocks after an edit above and below', () => {
    const kept = 'b: [x,\ny: 1]\n';
    const before = parseYamlFile(PATH, `a: 1\n${kept}c: 1\n`);
    const after = parseYamlFile(PATH, `a: 12\n${kept}c: 12\n`, parseYamlFile(PATH, `a: 12\n${kept}c: 1\n`, before));
    expect(blocksOf(after)).toEqual(['a: 12\n', kept, 'c: 12\n']);
    expect(after.documents[0]?.document.blocks[1]).toBe(before.documents[0]?.document.blocks[1]);
  });

  test('give the same whatever was there before', () => {
    const piece = fc.constantFrom(
      'a: [',
      '"',
      "'",
      ']',
      '}',
      ',',
      '\n',
      'b: 1\n',
      'c: {',
      '- ',
      'x',
      ' ',
      'd: "',
      '---\n',
    );
    const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, text, (first, second, third) => {
        const steps = [first, second, first + third, first + second, second + third, third + first + second];
        let file: YamlFile | undefined;
        for (const step of steps) {
          file = parseYamlFile(PATH, step, file);
          const fresh = parseYamlFile(PATH, step);
          expect(blocksOf(file)).toEqual(blocksOf(fresh));
          expect(file.problems()).toEqual(fresh.problems());
          expect(valueOf(file)).toEqual(valueOf(fresh));
        }
      }),
      { numRuns: 500 },
    );
  });
});
