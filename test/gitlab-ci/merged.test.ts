import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  effectiveJob,
  linesOf,
  mergePipeline,
  originWords,
  writtenPlace,
  type MergedLine,
} from '../../server/src/languages/gitlab-ci/index.ts';
import { psychDialect } from '../../server/src/yaml/dialect.ts';
import { readScalar } from '../../server/src/yaml/value.ts';
import { writeLines } from '../../server/src/yaml/write-lines.ts';

type Files = Readonly<Record<string, string>>;

function merge(files: Files): ReturnType<typeof mergePipeline> {
  return mergePipeline({
    read: (path) => files[path],
    paths: Object.keys(files),
    event: 'push',
    ref: 'main',
    defaultBranch: 'main',
  });
}

function linesIn(files: Files): readonly MergedLine[] {
  const { value, trace } = merge(files);
  if (value === undefined || trace === undefined) throw new Error(merge(files).judge().errors.join('\n'));
  return linesOf(value, trace).lines;
}

function valueAt(value: unknown, path: MergedLine['path']): unknown {
  return path.reduce<unknown>((held, key) => (held as Readonly<Record<string | number, unknown>>)[key], value);
}

/** The top-level entry that a line of a file belongs to. */
function ownerOf(files: Files, { path, start }: { path: string; start: { line: number } }): string | undefined {
  const before = (files[path] ?? '').split('\n').slice(0, start.line + 1);
  return before.findLast((line) => /^\S/.test(line))?.replace(/:.*$/, '');
}

const NAMES = ['.root', '.base', '.more', 'build', 'test'];
const scalar = fc.oneof(fc.constantFrom('yes', '012', 'a: b', 'x'), fc.integer({ min: 0, max: 9 }), fc.boolean());
const content = fc.record(
  {
    stage: fc.constantFrom('build', 'test'),
    script: fc.array(fc.constantFrom('make', 'a # b', 'one\ntwo\n'), { minLength: 1, maxLength: 3 }),
    variables: fc.dictionary(fc.constantFrom('A', 'B', 'C'), scalar, { noNullPrototype: true }),
    retry: fc.integer({ min: 0, max: 2 }),
  },
  { requiredKeys: [] },
);
/** Each entry extends some of those before it, so nothing leads back. */
const file = fc.tuple(...NAMES.map((_, index) => fc.tuple(content, fc.subarray(NAMES.slice(0, index))))).map((all) => {
  const entries = all.map(([own, bases], index) => {
    const job = { ...own, ...(bases.length > 0 && { extends: bases }) };
    return [NAMES[index] ?? '', job] as const;
  });
  return Object.fromEntries(entries);
});

describe('the origin of every line', { timeout: 60_000 }, () => {
  test('is a place that says just this, in the entry that the steps name', () => {
    fc.assert(
      fc.property(file, file, file, (entry, first, second) => {
        const texts = { '.gitlab-ci.yml': { include: ['a.yml', 'b.yml'], ...entry }, 'a.yml': first, 'b.yml': second };
        const files = Object.fromEntries(
          Object.entries(texts).map(([path, value]) => [path, `${textOf(writeLines(value).lines)}\n`]),
        );
        const { value } = merge(files);
        for (const { path, origin, begins } of linesIn(files).filter((line) => line.path.length > 0)) {
          const place = origin?.place && writtenPlace(origin.place);
          if (place === undefined || origin === undefined) throw new Error(`${path.join('/')} comes from nowhere`);
          const last = origin.steps.at(-1);
          expect(ownerOf(files, place)).toBe(last?.kind === 'extends' ? last.job : path[0]);
          const { written } = origin;
          if (begins && written?.kind === 'scalar')
            expect(readScalar(written, psychDialect)).toBe(valueAt(value, path));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('is found in a pipeline of thousands of jobs and files that include each other in a chain', () => {
    const many = Array.from({ length: 3000 }, (_, index) => `job-${index}:\n  extends: .base\n  script: make\n`).join(
      '',
    );
    const files: Record<string, string> = { '.gitlab-ci.yml': `include: 0.yml\n${many}` };
    for (let index = 0; index < 100; index++) files[`${index}.yml`] = `include: ${index + 1}.yml\n.base:\n  retry: 1\n`;
    files['100.yml'] = '.base:\n  image: node\n';
    const found = linesIn(files).filter(({ text }) => text === '  image: node');
    expect(found).toHaveLength(3001);
    const words = found.map(({ origin }) => origin && originWords(origin, (path, line) => `${path}:${line}`));
    expect(words.at(-1)).toBe('100.yml:2 · extends .base');
  });
});

test('references that multiply are refused, in time', () => {
  const levels = Array.from({ length: 40 }, (_, index) => {
    const items = Array.from({ length: 2 }, () => (index === 0 ? 'x' : `!reference [.l${index - 1}, script]`));
    return `.l${index}:\n  script: [${items.join(', ')}]\n`;
  });
  const { value, judge } = merge({ '.gitlab-ci.yml': `${levels.join('')}job:\n  script: make\n` });
  expect([value, judge().errors]).toEqual([undefined, ['The parsed YAML is too big']]);
});

describe('the effective job', () => {
  const files = {
    '.gitlab-ci.yml': `include: base.yml
default: { image: node:20, tags: [docker], interruptible: true }
before_script: [prepare]
build:
  extends: .base
  tags: [large]
  script:
    - - !reference [.setup, script]
      - [one]
    - two
trigger:
  trigger: group/other
other:
  inherit: { default: [image] }
  script: three
`,
    'base.yml': '.base:\n  image: ruby:3\n.setup:\n  script: [zero]\n',
  };
  const written = (name: string): string[] =>
    (effectiveJob(merge(files), name)?.lines ?? []).map(({ text, origin, begins }) =>
      begins && origin ? `${text} # ${originWords(origin, (path, line) => `${path}:${line}`)}` : text,
    );

  test('has what it extends, what it takes from the defaults, and flat lists', () => {
    expect(written('build')).toEqual([
      'build: # .gitlab-ci.yml:4',
      '  stage: test # added by GitLab',
      '  image: ruby:3 # base.yml:2 · extends .base',
      '  tags: # .gitlab-ci.yml:6',
      '    - large # .gitlab-ci.yml:6',
      '  script: # .gitlab-ci.yml:7',
      '    - zero # base.yml:4 · !reference [.setup, script]',
      '    - one # .gitlab-ci.yml:9',
      '    - two # .gitlab-ci.yml:10',
      '  before_script: # .gitlab-ci.yml:3 · default',
      '    - prepare # .gitlab-ci.yml:3 · default',
      '  interruptible: true # .gitlab-ci.yml:2 · default',
    ]);
  });

  test('takes from the defaults only what it can have and wants', () => {
    expect(written('trigger').map((line) => line.trim().split(':')[0])).toEqual([
      'trigger',
      'stage',
      'trigger',
      'interruptible',
    ]);
    expect(written('other').some((line) => line.includes('image: node:20 # .gitlab-ci.yml:2 · default'))).toBe(true);
    expect(written('other').some((line) => line.includes('before_script'))).toBe(false);
    expect(effectiveJob(merge(files), 'nobody')).toBeUndefined();
  });
});

function textOf(lines: readonly { readonly text: string }[]): string {
  return lines.map(({ text }) => text).join('\n');
}

test('names that are numbers stay where they stand, and long numbers keep their digits', () => {
  const files = {
    '.gitlab-ci.yml': `include: [part.yml]
zeta:
  script: make
  variables: {B: 1, '2': b, '1': a}
'10':
  extends: '.5'
  parallel: {matrix: [{Z: [a], '1': [b]}]}
'2': {script: make}
`,
    'part.yml': `'.5':
  script: make
  variables: {BUILD: 123456789012345678901234}
stages: [test]
`,
  };
  const lines = linesIn(files).map(({ text }) => text);
  const tops = lines.filter((line) => /^\S/.test(line));
  expect(tops).toEqual(["'.5':", 'stages:', 'zeta:', "'10':", "'2':"]);
  expect(lines).toContain('    BUILD: 123456789012345678901234');
  const inOrder = ['    B: 1', "    '2': b", "    '1': a"].map((line) => lines.indexOf(line));
  expect(inOrder).toEqual(inOrder.toSorted((one, other) => one - other));
  expect(Math.min(...inOrder)).toBeGreaterThan(0);
});
