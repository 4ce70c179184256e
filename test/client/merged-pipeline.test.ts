import { describe, expect, test } from 'vitest';
import { keepShowing } from '../../client/src/features/merged-pipeline/keep-showing.ts';
import { originLabels } from '../../client/src/features/merged-pipeline/origin-column.ts';
import type { LineOrigin, MergedPipelineText } from '../../server/src/lsp/protocol.ts';

function origin(file: string, line: number, ...steps: readonly string[]): LineOrigin {
  const place = `${file}:${line + 1}`;
  return { file, place, range: { start: { line, character: 0 }, end: { line, character: 1 } }, steps };
}

function merged(text: string, lines: readonly number[], origins: readonly LineOrigin[]): MergedPipelineText {
  const entries = text.split('\n').flatMap((line, index) => {
    const name = /^([.\w]+):/u.exec(line)?.[1];
    return name === undefined ? [] : [{ name, line: index }];
  });
  return { text, name: '.gitlab-ci.yml', entry: 'file:///w/.gitlab-ci.yml', lines, origins, entries, sources: ['a'] };
}

const own = origin('.gitlab-ci.yml', 0);
const extended = origin('ci/base.yml', 4, 'extends .base');

describe('the column of origins', () => {
  test('stands at one place, behind the first line of each part', () => {
    const text = merged('build:\n  script: make\n  image: ruby:3\n  tags: []\n', [0, 0, 1, 1, -1], [own, extended]);
    expect(originLabels(text)).toEqual([
      { line: 0, text: '.gitlab-ci.yml:1', gap: 13 },
      { line: 2, text: 'ci/base.yml:5 · extends .base', gap: 4 },
    ]);
  });

  test('is not pushed aside by what is said at the top', () => {
    const text = merged(
      '# GitLab refuses this pipeline: no stage\n\nbuild:\n  script: make\n',
      [-1, -1, 0, 0, -1],
      [own],
    );
    expect(originLabels(text)).toEqual([{ line: 2, text: '.gitlab-ci.yml:1', gap: 12 }]);
  });

  test('begins again with each top-level entry, and is not pushed aside by a very long line', () => {
    const long = `  script: ${'x'.repeat(200)}`;
    const text = merged(`a:\n${long}\n\nb:\n  when: manual\n`, [0, 0, -1, 0, 0, -1], [own]);
    expect(originLabels(text).map(({ line, gap }) => [line, gap])).toEqual([
      [0, 16],
      [3, 16],
    ]);
  });
});

describe('a pipeline that cannot be merged while somebody types', () => {
  const before = merged('# Not in here: x\n\nbuild:\n  script: make\n', [-1, -1, 0, 0, -1], [own]);
  const refused = merged('# GitLab refuses this pipeline\n', [-1, -1], []);

  test('stays in sight under the words that say what is wrong', () => {
    const shown = keepShowing(before, refused);
    expect(shown.text).toBe(
      '# GitLab refuses this pipeline\n# Below is the pipeline as it was before.\n\nbuild:\n  script: make\n',
    );
    expect(shown.entries).toEqual([{ name: 'build', line: 3 }]);
    expect(shown.text.split('\n').map((_, line) => shown.lines[line])).toEqual([-1, -1, -1, 0, 0, -1]);
    expect(keepShowing(shown, refused)).toEqual(shown);
  });

  test('makes room for the next one that can', () => {
    expect(keepShowing(keepShowing(before, refused), before)).toBe(before);
    expect(keepShowing(refused, refused)).toBe(refused);
  });
});
