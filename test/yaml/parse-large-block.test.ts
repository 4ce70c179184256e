import { describe, expect, test } from 'vitest';
import { parseBlock } from '../../server/src/yaml/parse-block.ts';
import { parseInSteps, type PartSizes } from '../../server/src/yaml/parse-large-block.ts';
import { outline } from '../../server/src/yaml/split.ts';
import type { YamlBlock } from '../../server/src/yaml/node.ts';
import { samplesOfPages } from '../fuzz/session.ts';

function inSteps(text: string, sizes?: PartSizes): { readonly block: YamlBlock; readonly steps: number } {
  const reading = parseInSteps(text, sizes);
  for (let steps = 0; ; steps++) {
    const { done, value } = reading.next();
    if (done === true) return { block: value, steps };
  }
}

/** A tree without the ends of its collections: read alone, an entry does not know of the empty lines behind it. */
function shown({ root, problems, anchors, aliases }: YamlBlock): unknown {
  const plain = JSON.stringify({ root, problems, anchors: [...anchors.keys()], aliases }, (key, value: unknown) =>
    key === 'block' || key === 'end' ? undefined : value,
  );
  return JSON.parse(plain) as unknown;
}

function blocksOf(text: string): string[] {
  return (outline(text) ?? []).flatMap(({ blocks, end }) =>
    blocks.map((start, index) => text.slice(start, blocks[index + 1] ?? end)),
  );
}

/** A line of a flow collection in the column of its key is taken for another key, as at the top level. */
const NOT_INDENTED = /^( *)[\w-]+: [[{]$\n\1\w/m;

test('a block that is read in parts is the same as one that is read at once', () => {
  const texts = samplesOfPages()
    .flatMap((sample) => [...sample.values()])
    .filter(({ length }) => length < 100_000);
  const blocks = texts
    .flatMap(blocksOf)
    .filter((text) => parseBlock(text).problems.length === 0 && !NOT_INDENTED.test(text));
  expect(blocks.length).toBeGreaterThan(500);
  for (const sizes of [
    { whole: 10, batch: 5 },
    { whole: 60, batch: 30 },
  ]) {
    for (const text of blocks) expect(shown(inSteps(text, sizes).block), text).toEqual(shown(parseBlock(text)));
  }
});

describe('a large block', () => {
  const entries = Array.from({ length: 20_000 }, (_, index) => `    key${index}: value\n`).join('');

  test('is read in many steps, with offsets of the whole', () => {
    const text = `spec:\n  names:\n${entries}`;
    const { block, steps } = inSteps(text);
    expect(steps).toBeGreaterThan(10);
    expect(block.problems).toEqual([]);
    const names = block.root?.kind === 'mapping' ? block.root.entries[0]?.value : undefined;
    const list = names?.kind === 'mapping' ? names.entries[0]?.value : undefined;
    const last = list?.kind === 'mapping' ? list.entries.at(-1) : undefined;
    expect(text.slice(last?.key.start, last?.value?.end)).toBe('key19999: value');
  });

  test('has its problems at their places', () => {
    const text = `spec:\n  - names:\n${entries.replaceAll('    key', '      key')}      last: "open\n`;
    const { problems } = inSteps(text).block;
    expect(problems).toHaveLength(1);
    expect(problems[0]?.code).toBe('MISSING_CHAR');
    expect(problems[0]?.start).toBeGreaterThan(text.indexOf('last'));
  });

  test('that is one flow collection is not read, which is said', () => {
    const { block } = inSteps(`spec: [${'a, '.repeat(100_000)}]\nnext: 1\n`);
    expect(block.problems).toMatchObject([{ code: 'TOO_LARGE', start: 0 }]);
    expect(block.root).toMatchObject({ kind: 'mapping', entries: [{ key: { text: 'next' } }] });
  });

  test('is read around thousands of comments', () => {
    const { block } = inSteps(`spec:\n${'  # c\n'.repeat(100_000)}  a: 1\n${'# c\n'.repeat(100_000)}`);
    expect(block.problems).toEqual([]);
    expect(block.root).toMatchObject({ entries: [{ key: { text: 'spec' }, value: { entries: [{}] } }] });
  });
});
