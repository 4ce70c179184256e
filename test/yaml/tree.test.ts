import { describe, expect, test } from 'vitest';
import { psychDialect, kubernetesDialect } from '../../server/src/yaml/dialect.ts';
import { MAX_ENTRIES, parseYamlFile } from '../../server/src/yaml/file.ts';
import { nodeAt, nodeAtPath } from '../../server/src/yaml/find.ts';
import { entriesOf, entryOf, itemsOf, scalarText, valueOf, type YamlNode } from '../../server/src/yaml/node.ts';
import { parseBlock } from '../../server/src/yaml/parse-block.ts';
import { toValue } from '../../server/src/yaml/value.ts';

function rootOf(text: string): YamlNode | undefined {
  return parseYamlFile('/a.yml', text).documents[0]?.document.root;
}

function valueIn(text: string, dialect = kubernetesDialect): ReturnType<typeof toValue> {
  const document = parseYamlFile('/a.yml', text).documents[0]?.document;
  return toValue(document?.root, { dialect, anchors: document?.anchors ?? new Map() });
}

describe('blocks that are hostile', () => {
  test('deep nesting in brackets is refused at its place', () => {
    const { problems, root } = parseBlock('['.repeat(5000));
    expect(problems).toMatchObject([{ code: 'TOO_DEEP', start: 200 }]);
    expect(root).toBeUndefined();
  });

  test('deep nesting by indentation gives a finding, not a crash', () => {
    const text = Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect(parseBlock(text).problems).toMatchObject([{ code: 'TOO_DEEP' }]);
  });

  test.each([
    ['dashes', (depth: number) => `${'- '.repeat(depth)}a\n`],
    ['marks of explicit keys', (depth: number) => `${'? '.repeat(depth)}a\n`],
    ['columns', (depth: number) => Array.from({ length: depth }, (_, at) => `${' '.repeat(at)}a:\n`).join('')],
  ])('what is 200 deep by %s is read, and no more', (_, write) => {
    expect(parseBlock(write(199)).problems).toEqual([]);
    expect(parseBlock(write(210)).problems).toMatchObject([{ code: 'TOO_DEEP' }]);
  });

  test('what stands far right is not deep for that', () => {
    const text = `a: |\n${'x'.padStart(300)}\n${'y'.padStart(310)}\nb:\n${'c: 1'.padStart(300)}\n`;
    expect(parseBlock(text).problems).toEqual([]);
  });

  test('deep nesting by dashes is refused in words of ours', () => {
    expect(parseBlock(`${'- '.repeat(20_000)}a\n`).problems).toMatchObject([{ code: 'TOO_DEEP' }]);
  });

  test('a file with more entries than are kept holds nothing, until it has less', () => {
    const many = 'a:\n'.repeat(MAX_ENTRIES - 1);
    const file = parseYamlFile('/a.yml', `${many}b:\n`);
    expect(file.excess).toBe('entries');
    expect(file.documents).toEqual([]);
    const shorter = parseYamlFile('/a.yml', 'a:\n', file);
    expect(shorter.excess).toBeUndefined();
    expect(shorter.documents).toHaveLength(1);
    expect(parseYamlFile('/a.yml', `${many}b:\n`, shorter).excess).toBe('entries');
  });

  test('a file that is not text holds nothing', () => {
    const file = parseYamlFile('/a.yml', 'a: 1\0\n');
    expect(file.documents).toEqual([]);
    expect(file.problems()).toEqual([]);
  });

  test('aliases that chain through thousands of anchors end in null and are said', () => {
    const links = Array.from({ length: 5000 }, (_, link) => `v${link}: &v${link} {x: *v${Math.max(0, link - 1)}}\n`);
    const [placed] = parseYamlFile('/a.yml', links.join('')).documents;
    const { problems } = toValue(placed?.document.root, {
      dialect: kubernetesDialect,
      anchors: placed?.document.anchors ?? new Map(),
    });
    expect(problems).toContainEqual(expect.objectContaining({ code: 'too-many-aliases' }));
  });

  test('aliases that multiply end in null and are said', () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const items = level === 0 ? '[x]' : `[${Array.from({ length: 9 }, () => `*l${level - 1}`).join(', ')}]`;
      return `a${level}: &l${level} ${items}\n`;
    });
    expect(valueIn(levels.join('')).problems).toMatchObject([{ code: 'too-many-aliases' }]);
  });
});

describe('broken text', () => {
  test('what stands before and after it is still there', () => {
    const root = rootOf('a: 1\nb: [x\nc: 3\n');
    expect(entriesOf(root).map(({ key }) => scalarText(key))).toEqual(['a', 'b', 'c']);
  });

  test('a word without a colon is a key without a value', () => {
    const root = rootOf('a: 1\nstag\nc: 3\n');
    expect(entriesOf(root).map(({ key, value }) => [scalarText(key), scalarText(value)])).toEqual([
      ['a', '1'],
      ['stag', undefined],
      ['c', '3'],
    ]);
  });
});

describe('finding', () => {
  const text = 'a:\n  b:\n    - c: 1\n    - d: two\n---\ne: [f, {g: h}]\n';
  const file = parseYamlFile('/a.yml', text);
  const pathAt = (marker: string): unknown => nodeAt(file, text.indexOf(marker))?.path;

  test.each([
    ['c:', ['a', 'b', 0, 'c']],
    ['two', ['a', 'b', 1, 'd']],
    ['f,', ['e', 0]],
    ['h}', ['e', 1, 'g']],
  ])('the path of %s', (marker, path) => {
    expect(pathAt(marker)).toEqual(path);
  });

  test('tells keys from values', () => {
    expect(nodeAt(file, text.indexOf('d:'))?.inKey).toBe(true);
    expect(nodeAt(file, text.indexOf('two'))?.inKey).toBe(false);
  });

  test('a path that leaves the tree leads to nothing', () => {
    const root = file.documents[0]?.document.root;
    expect(scalarText(nodeAtPath(root, ['a', 'b', 1, 'd']))).toBe('two');
    expect(nodeAtPath(root, ['a', 'b', 2])).toBeUndefined();
    expect(nodeAtPath(root, ['a', 0])).toBeUndefined();
  });

  test('of equal keys the last counts', () => {
    const root = rootOf('a: 1\na: 2\n');
    expect(scalarText(valueOf(root, 'a'))).toBe('2');
    expect(entryOf(root, 'b')).toBeUndefined();
    expect(itemsOf(root)).toEqual([]);
  });
});

describe('values', () => {
  test('own keys win over merged ones, earlier sources over later ones', () => {
    const { value } = valueIn('x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n  <<: [*x, *y]\n  a: 0\n');
    expect(value).toMatchObject({ z: { a: 0, b: 1, c: 2 } });
  });

  test('for Psych what stands later wins, merged or not', () => {
    const { value } = valueIn('x: &x {a: 1, b: 1}\nz: {a: 0, <<: *x, b: 2}\n', psychDialect);
    expect(value).toMatchObject({ z: { a: 1, b: 2 } });
  });

  test('a key may be an alias', () => {
    expect(valueIn('a: &x b\nc: {*x : 1}\n').value).toMatchObject({ c: { b: 1 } });
  });

  test('what a reader fills in takes the place of texts and keys', () => {
    const document = parseYamlFile('/a.yml', 'a: {KEY: VALUE, b: [VALUE, c]}\n').documents[0]?.document;
    const fillIn = (text: string): unknown => ({ KEY: 'k', VALUE: null })[text];
    const { value } = toValue(document?.root, { dialect: psychDialect, anchors: new Map(), fillIn });
    expect(value).toEqual({ a: { k: null, b: [null, 'c'] } });
  });

  test('a tag may give its own value', () => {
    const document = parseYamlFile('/a.yml', 'a: !reference [b, !other c]\n').documents[0]?.document;
    const readTag = (tag: string, _node: YamlNode, read: () => unknown): unknown => ({ [tag]: read() });
    const { value } = toValue(document?.root, { dialect: psychDialect, anchors: new Map(), readTag });
    expect(value).toEqual({ a: { '!reference': ['b', { '!other': 'c' }] } });
  });

  test('a quoted << is an ordinary key', () => {
    expect(valueIn('"<<": {a: 1}\n').value).toEqual({ '<<': { a: 1 } });
  });

  test.each([
    ['an unknown alias', 'a: *x\n', 'unknown-alias'],
    ['an alias in its own anchor', 'a: &x [*x]\n', 'cyclic-alias'],
    ['a merge of a scalar', 'a: {<<: text}\n', 'merge-of-no-mapping'],
  ])('%s is said and becomes null', (_, text, code) => {
    expect(valueIn(text).problems).toMatchObject([{ code }]);
  });

  test('the dialect decides what a plain scalar is', () => {
    expect(valueIn('a: yes\n', kubernetesDialect).value).toEqual({ a: true });
    expect(valueIn('a: 012\n', psychDialect).value).toEqual({ a: 10 });
    expect(valueIn('a: "yes"\n', psychDialect).value).toEqual({ a: 'yes' });
    expect(valueIn('a: !!str 1\n', psychDialect).value).toEqual({ a: '1' });
  });

  test('a key __proto__ is a key', () => {
    const { value } = valueIn('__proto__: {a: 1}\n');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});
