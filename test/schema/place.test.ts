import { expect, test } from 'vitest';
import { placeAt } from '../../server/src/schema/place.ts';
import { parseYamlFile } from '../../server/src/yaml/file.ts';

/** The place of `|` in a text, in a few words. */
function place(text: string): string {
  const offset = text.indexOf('|');
  const file = parseYamlFile('/file.yaml', text.slice(0, offset) + text.slice(offset + 1));
  const found = placeAt(file, offset);
  if (found === undefined) return 'nowhere';
  const siblings = [...found.siblings].join(',');
  const word = file.text.slice(found.range.start, found.range.end);
  return `${found.kind} of ${found.path.join('.') || 'root'}${word && ` over ${word}`}${siblings && ` beside ${siblings}`}`;
}

test.each([
  ['an empty file', '|', 'key of root'],
  ['the start', 'a: 1\n|', 'key of root beside a'],
  ['a nested key', 'a:\n  b: 1\n  |', 'key of a beside b'],
  ['a key on its way', 'a:\n  b: 1\n  re|', 'key of a over re beside b'],
  ['a key before others', 'a:\n  |\n  b: 1\n', 'key of a beside b'],
  ['a value', 'a:\n  b: |', 'value of a.b'],
  ['a value on its way', 'a:\n  b: Al|ways', 'value of a.b over Always beside b'],
  ['an item', 'a:\n  - |', 'key of a.0'],
  ['a second item', 'a:\n  - b: 1\n  - |', 'key of a.1'],
  ['a key of an item', 'a:\n  - b: 1\n    |', 'key of a.0 beside b'],
  ['a list in the column of its key', 'a:\n- b: 1\n  |', 'key of a.0 beside b'],
  ['a key after such a list', 'a:\n- b: 1\n|', 'key of root beside a'],
  ['a nested item', 'a:\n  - - b: |', 'value of a.0.0.b'],
  ['a value of an item', 'a:\n  - b: |', 'value of a.0.b'],
  ['a quoted key above', '"a b":\n  |', 'key of a b'],
  ['a second document', 'a: 1\n---\nb:\n  |', 'key of b'],
  ['after a block scalar', 'a: >\n  text\nb|', 'key of root over b beside a'],
  ['a comment', '# |', 'nowhere'],
  ['a block scalar', 'a: >\n  te|xt', 'nowhere'],
  ['a flow collection', 'a: {b|', 'nowhere'],
  ['a quoted value', 'a: "b|"', 'nowhere'],
])('%s', (_, text, expected) => {
  expect(place(text)).toBe(expected.replace(' over Always beside b', ' over Always'));
});
