import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeMessages, verdict } from '../../server/src/features/verdict.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';

const entry = '/r/.gitlab-ci.yml';

function open(text: string): { readonly snapshot: Snapshot; readonly file: YamlFile } {
  const workspace = new Workspace();
  workspace.setRoots(['/r']);
  workspace.setListing('/r', [entry, '/r/ci/part.yml']);
  workspace.open(entry, text);
  workspace.open('/r/ci/part.yml', 'spec: {inputs: {a: {}}}\n---\npart: {script: echo $[[ inputs.a ]]}\n');
  const snapshot = workspace.snapshot();
  const state = snapshot.file(entry);
  if (state.state !== 'loaded') throw new Error('not loaded');
  return { snapshot, file: state.file };
}

/** Broken in many ways, with names that look like parts of messages. */
const pipelines = [
  'include: [ci/part.yml, {local: ci/part.yml, inputs: {b: 1}}]\n"jobs:a": {script: x, needs: [b, "a job: c"]}\n',
  'a:b c:\n  script: [!reference [x, y], *gone]\n  rules: [[{if: ==}], {when: no}]\nb: {extends: b}\n',
  'default: {retry: 7}\nimage: {name: [1]}\ncache: [{key: {files: []}}, {when: x}]\nx: &x {<<: *x, needs: {job: x}}\n',
  '"": {script: x}\nrules: {script: 1, parallel: {matrix: [{A: [1, 2]}]}, needs: ["rules: [1]"]}\n',
  '- 1\n- 2\n',
  '',
  'a: [\n',
];

const fragments = [
  ...[
    'jobs:',
    'jobs ',
    'a',
    'b',
    ':',
    ' ',
    'a:b c',
    'rules',
    'rule',
    'needs',
    'need',
    'cache',
    'key',
    'files',
    'retry ',
  ],
  ...[
    'config ',
    'contains unknown keys: ',
    'should be a string',
    'when ',
    'unknown value: ',
    "can't be blank",
    'header:',
  ],
  ...['!reference ["x", "y"]', ' could not be found', '`ci/part.yml`: ', '`a` input: ', ' in `extends` (b)', 'default'],
  ...[
    "'a' job needs 'b' job, but ",
    ' job: undefined need: ',
    ' at line 2 column 999',
    '(<unknown>): ',
    'Unknown alias: gone',
  ],
  ...[
    'Local file `ci/part.yml` ',
    'does not exist!',
    'The pipeline has circular dependencies: ',
    '["a", "b"]',
    '\n',
    '`',
    '"',
  ],
];

describe('placing messages', () => {
  it('never throws, and every place is a text of a file, whatever GitLab says', () => {
    const message = fc.oneof(
      fc.array(fc.constantFrom(...fragments), { maxLength: 8 }).map((parts) => parts.join('')),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
    );
    const opened = pipelines.map(open);
    fc.assert(
      fc.property(fc.constantFrom(...opened), fc.array(message, { maxLength: 4 }), ({ snapshot, file }, messages) => {
        const placed = placeMessages(snapshot, file, messages);
        expect(placed.map((one) => one.message)).toEqual(messages);
        for (const { location } of placed) {
          const state = snapshot.file(location.path);
          const length = state.state === 'loaded' ? state.file.text.length : -1;
          expect(location.range.start).toBeLessThanOrEqual(location.range.end);
          expect(location.range.end).toBeLessThanOrEqual(length);
        }
      }),
      { numRuns: 2000 },
    );
  }, 60_000);

  it('judges every broken pipeline without throwing, and places what it says exactly', () => {
    for (const text of pipelines) {
      const { snapshot, file } = open(text);
      const found = verdict(snapshot, file);
      expect(found?.isValid, text).toBe(false);
      expect(
        found?.errors.filter(({ isExact }) => !isExact).map(({ message }) => message),
        text,
      ).toEqual([]);
    }
  });

  it('reads each of many jobs once', () => {
    const jobs = Array.from({ length: 5000 }, (_, index) => `job-${index}: {script: x, retry: ${index % 5}}\n`);
    const { snapshot, file } = open(jobs.join(''));
    const messages = [
      ...jobs.slice(0, 200).map((_, index) => `jobs:job-${index}:script config should be a string`),
      'retry config must be less than or equal to 2',
    ];
    const placed = placeMessages(snapshot, file, messages);
    const last = placed.at(-1)?.location.range ?? { start: 0, end: 0 };
    expect(file.text.slice(last.start, last.end)).toBe('3');
    expect(placed.every(({ isExact }, index) => isExact || index === 200)).toBe(true);
  }, 60_000);
});
