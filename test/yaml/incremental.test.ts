import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Parsing, parseYamlFile, type YamlFile } from '../../server/src/yaml/file.ts';
import type { YamlNode } from '../../server/src/yaml/node.ts';

const PATH = '/workspace/file.yml';

/** Pieces that break, join, split and move blocks when they are put together or into each other. */
const PIECES = [
  'a: 1\n',
  'b:\n  c: [1, 2]\n',
  '- item\n',
  '  - inner\n',
  '---\n',
  '...\n',
  '--- # comment\n',
  '--- text\n',
  '# comment\n',
  '\n',
  '  ',
  '\t',
  '"q": "x\n',
  "'",
  '"',
  '[',
  ']',
  '{',
  '}',
  ': ',
  ':',
  '- ',
  'text: |\n  lines\n  more\n',
  '&anchor ',
  '*anchor',
  '!tag ',
  '? key\n: value\n',
  '%YAML 1.2\n',
  '\r\n',
  '\u{FEFF}',
  'word\n',
  '<<: *anchor\n',
  '🚀: 1\n',
];

const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((pieces) => pieces.join(''));

const edit = fc.record({
  start: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(12),
  insert: fc.array(fc.constantFrom(...PIECES), { maxLength: 3 }).map((pieces) => pieces.join('')),
});

function apply(before: string, { start, length, insert }: { start: number; length: number; insert: string }): string {
  const at = Math.floor(start * before.length);
  return before.slice(0, at) + insert + before.slice(at + length);
}

/** Everything that a language can see of a file, with positions in this version. */
function seen(file: YamlFile): unknown {
  return {
    problems: file.problems(),
    documents: file.documents.map(({ start, end, document }) => ({
      start,
      end,
      blocks: document.blocks.map(({ text: block }) => block),
      anchors: [...document.anchors].map(([name, node]) => [name, file.rangeOf(node)]),
      root: document.root && describe(file, document.root),
    })),
  };
}

function describe(file: YamlFile, node: YamlNode): unknown {
  const place = { kind: node.kind, range: file.rangeOf(node), tag: node.tag, anchor: node.anchor };
  switch (node.kind) {
    case 'scalar':
      return { ...place, text: node.text, style: node.style };
    case 'alias':
      return { ...place, name: node.name };
    case 'sequence':
      return { ...place, items: node.items.map((item) => item && describe(file, item)) };
    case 'mapping':
      return {
        ...place,
        entries: node.entries.map(({ key, value }) => [describe(file, key), value && describe(file, value)]),
      };
  }
}

test('a text parsed after any edits is the same as parsed at once', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(text, fc.array(edit, { minLength: 1, maxLength: 6 }), (first, edits) => {
      let file = parseYamlFile(PATH, first);
      for (const change of edits) {
        file = parseYamlFile(PATH, apply(file.text, change), file);
        expect(seen(file)).toEqual(seen(parseYamlFile(PATH, file.text)));
      }
    }),
    { numRuns: 300 },
  );
});

test('every node of every text lies in its text', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(text, (any) => {
      const file = parseYamlFile(PATH, any);
      for (const { start, end } of file.problems()) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(any.length);
      }
      let last = 0;
      for (const { start, end } of file.documents) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeLessThanOrEqual(any.length);
        last = end;
      }
    }),
    { numRuns: 500 },
  );
});

test('an edit leaves the blocks and documents around it the same objects', () => {
  const before = parseYamlFile(PATH, 'a: 1\nb: 2\n---\nc: 3\n---\nd: 4\ne: 5\n');
  const after = parseYamlFile(PATH, 'x: 0\na: 1\nb: 2\n---\nc: 3\n---\nd: 4\ne: 5\n', before);
  const documents = (file: YamlFile): unknown[] => file.documents.map(({ document }) => document);
  const blocks = (file: YamlFile): unknown[] => [...(file.documents[0]?.document.blocks ?? [])];
  expect(documents(after)[0]).not.toBe(documents(before)[0]);
  expect(
    documents(after)
      .slice(1)
      .every((document, index) => document === documents(before)[index + 1]),
  ).toBe(true);
  expect(
    blocks(after)
      .slice(1)
      .every((block, index) => block === blocks(before)[index]),
  ).toBe(true);
});

test('the range of a node of another version is unknown', () => {
  const before = parseYamlFile(PATH, 'a: 1\nb: 2\n');
  const after = parseYamlFile(PATH, 'a: 1\nb: 3\n', before);
  const [first, second] = before.documents[0]?.document.blocks ?? [];
  expect(first?.root && after.rangeOf(first.root)).toEqual({ start: 0, end: 5 });
  expect(second?.root && after.rangeOf(second.root)).toBeUndefined();
});

const DOCUMENTS = Array.from({ length: 9 }, (_, index) => `---\nkind: k${index % 7}\nname: [n${index}]\n`).join('');

test(
  'a text of many documents parsed after any edits is the same as parsed at once, and so is the version before',
  { timeout: 120_000 },
  () => {
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 6 }), (first, edits) => {
        let file = parseYamlFile(PATH, DOCUMENTS + first + DOCUMENTS);
        for (const change of edits) {
          const before = file;
          const known = seen(before);
          file = parseYamlFile(PATH, apply(before.text, change), before);
          expect(seen(file)).toEqual(seen(parseYamlFile(PATH, file.text)));
          expect(seen(before)).toEqual(known);
        }
      }),
      { numRuns: 60 },
    );
  },
);

test('of many documents those that an edit leaves alone are the same objects, wherever they go', () => {
  const documents = (file: YamlFile): unknown[] => file.documents.map(({ document }) => document);
  const before = parseYamlFile(PATH, DOCUMENTS);
  const edited = parseYamlFile(PATH, DOCUMENTS.replace('[n1]', '[n, 1]').replace('[n7]', '[n, 7]'), before);
  const shared = documents(edited).filter((document) => documents(before).includes(document));
  expect(shared).toHaveLength(7);
});

test('a text parsed piece by piece, and changed meanwhile, is the same as parsed at once', { timeout: 120_000 }, () => {
  const steps = fc.array(fc.record({ edit, characters: fc.nat(30) }), { maxLength: 5 });
  fc.assert(
    fc.property(text, steps, (initial, changes) => {
      let parsing = new Parsing(PATH, initial);
      for (const change of changes) {
        parsing.advance(change.characters);
        parsing = new Parsing(PATH, apply(parsing.text, change.edit), parsing);
      }
      expect(seen(parsing.finish())).toEqual(seen(parseYamlFile(PATH, parsing.text)));
      expect(parsing.remaining).toBe(0);
    }),
    { numRuns: 2000 },
  );
});
