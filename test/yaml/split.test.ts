import { describe, expect, test } from 'vitest';
import { parseYamlFile } from '../../server/src/yaml/file.ts';
import { outline } from '../../server/src/yaml/split.ts';

/** Documents as lists of their blocks' texts. */
function blocksOf(text: string): string[][] {
  return parseYamlFile('/a.yml', text).documents.map(({ document }) => document.blocks.map((block) => block.text));
}

describe('documents', () => {
  test.each([
    ['no text', '', 0],
    ['comments only', '# a\n\n# b\n', 0],
    ['one without markers', 'a: 1\n', 1],
    ['markers at start and end', '---\na: 1\n---\n', 2],
    ['an end marker', 'a: 1\n...\n', 1],
    ['an end marker and more', 'a: 1\n...\n---\nb: 2\n', 2],
    ['comments above the first marker', '# licence\n---\na: 1\n', 1],
    ['a marker with a comment', '--- # first\na: 1\n--- # second\nb: 2\n', 2],
    ['a marker with content', '--- a\n--- b\n', 2],
    ['dashes that are no marker', '---a: 1\n----\n', 1],
    ['a marker in CRLF', 'a: 1\r\n---\r\nb: 2\r\n', 2],
    ['a byte order mark', '\u{FEFF}a: 1\n', 1],
  ])('%s', (_, text, count) => {
    expect(outline(text)).toHaveLength(count);
  });
});

describe('blocks', () => {
  test('each top-level entry is one', () => {
    expect(blocksOf('# top\na: 1\nb:\n  c: 2\n\nd: 3\n')).toEqual([['# top\na: 1\n', 'b:\n  c: 2\n\n', 'd: 3\n']]);
  });

  test('each top-level item is one', () => {
    expect(blocksOf('- a\n- b:\n    c\n-\n  d\n')).toEqual([['- a\n', '- b:\n    c\n', '-\n  d\n']]);
  });

  test('items in the column of their key belong to it', () => {
    expect(blocksOf('a:\n- 1\n- 2\nb: 3\n')).toEqual([['a:\n- 1\n- 2\n', 'b: 3\n']]);
  });

  test('a closing bracket in the first column belongs to its key', () => {
    expect(blocksOf('a: [\n  1,\n]\nb: {\n}\n')).toEqual([['a: [\n  1,\n]\n', 'b: {\n}\n']]);
  });

  test('the value of an explicit key in the first column belongs to it', () => {
    expect(blocksOf('a: 1\n? b\n: c: 2\n  d: 3\n? e\n:\n  f\n')).toEqual([
      ['a: 1\n', '? b\n: c: 2\n  d: 3\n', '? e\n:\n  f\n'],
    ]);
  });

  test.each([
    ['a flow collection', '{a: 1,\nb: 2}\n'],
    ['a scalar', 'just\nwords\n'],
    ['a block scalar', '|\n text\n'],
    ['an explicit key', '? a\n: 1\n? b\n: 2\n'],
    ['a tag', '!tag\na: 1\nb: 2\n'],
    ['an indented document', '  a: 1\n  b: 2\n'],
  ])('%s is one block', (_, text) => {
    expect(blocksOf(text)).toEqual([[text]]);
  });

  test('blocks hold the whole text of their document', () => {
    const text = '# x\n---\na: 1\n\n# y\nb: 2\n---\n- c\n# z\n';
    expect(blocksOf(text).flat().join('')).toBe('a: 1\n\n# y\nb: 2\n- c\n# z\n');
  });
});
