import { describe, expect, test } from 'vitest';
import { codeLens, resolveCodeLens } from '../../server/src/features/code-lens.ts';
import { diagnostic } from '../../server/src/features/diagnostic.ts';
import { inlayHint } from '../../server/src/features/inlay-hint.ts';
import { semantics } from '../../server/src/languages/gitlab-ci/index.ts';
import { isIncludePath } from '../../server/src/workspace/include-address.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import type { Workspace } from '../../server/src/workspace/workspace.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';
import { applyEdit, createRandom, mutation, type Random } from '../fuzz/mutate.ts';
import { samplesOfPages, type Sample } from '../fuzz/session.ts';
import { ROOT } from '../harness/fixture-file.ts';
import { createWorkspace, settle } from '../harness/workspace.ts';

const MAIN = `${ROOT}/.gitlab-ci.yml`;

/** What the editor shows of the files and reads out of them, as text: what is kept from other versions must not show. */
function shown(workspace: Workspace, paths: Iterable<string>): string {
  const answers = [...paths].map((path) =>
    settle(workspace, [], (snapshot) => {
      const state = snapshot.file(path);
      return state.state === 'loaded' ? ofFile(snapshot, state.file) : state.state;
    }),
  );
  return JSON.stringify(answers, null, 1);
}

function ofFile(snapshot: Snapshot, file: YamlFile): unknown {
  const lenses = codeLens(snapshot, file).map((lens) =>
    lens.later === undefined ? lens.title : resolveCodeLens(snapshot, file, lens.later),
  );
  const hints = inlayHint(snapshot, file, { start: 0, end: file.text.length }).map(({ label, offset }) => [
    offset,
    label,
  ]);
  const { analyzePipeline, visibleJobs, scriptsOf } = semantics;
  const pipeline = analyzePipeline(file, snapshot);
  const scripts = visibleJobs(pipeline).map((job) => [job.name, scriptsOf(pipeline, job).map(({ text }) => text)]);
  return { findings: diagnostic(snapshot, file), lenses, hints, scripts };
}

function afresh(sample: Sample, paths: Iterable<string>): string {
  return shown(createWorkspace({ files: sample, listed: [], pending: [] }), paths);
}

/** What is shown after each version of the pipeline, in one workspace and each in a new one. */
function versions(texts: readonly string[]): { readonly kept: readonly string[]; readonly fresh: readonly string[] } {
  const [first = ''] = texts;
  const workspace = createWorkspace({ files: new Map([[MAIN, first]]), listed: [], pending: [] });
  const kept = texts.map((text) => {
    workspace.open(MAIN, text);
    return shown(workspace, [MAIN]);
  });
  return { kept, fresh: texts.map((text) => afresh(new Map([[MAIN, text]]), [MAIN])) };
}

describe('what is kept of a job follows what the job leads to, which another part of the file says', () => {
  const cases: readonly (readonly [name: string, pipeline: string, before: string, after: string])[] = [
    [
      'its rules, behind a reference',
      '.on: {rules: [HERE]}\nbuild: {script: make, rules: [!reference [.on, rules]]}\ntest: {script: make, needs: [build]}\n',
      'when: on_success',
      'when: never',
    ],
    [
      'its rules, behind a reference in a base',
      '.on: {rules: [HERE]}\n.base: {rules: [!reference [.on, rules]]}\nbuild: {script: make, extends: .base}\ntest: {script: make, needs: [build]}\n',
      '{if: $CI_COMMIT_TAG}',
      '{if: $CI_COMMIT_TAG == "a" && $CI_COMMIT_TAG == "b"}',
    ],
    [
      'its rules, in a base',
      '.base: {rules: [HERE]}\nbuild: {script: make, extends: .base}\ntest: {script: make, needs: [build]}\n',
      '{when: on_success}',
      '{when: never}',
    ],
    [
      'its commands, behind a reference',
      '.setup: {script: [HERE]}\nbuild: {script: [!reference [.setup, script], make]}\n',
      'echo before',
      'echo after',
    ],
    [
      'its commands, from the defaults',
      'default: {before_script: [HERE]}\nbuild: {script: make}\n',
      'echo before',
      'echo after',
    ],
    [
      'its commands, from defaults behind a reference',
      '.setup: {script: [HERE]}\ndefault: {before_script: [!reference [.setup, script]]}\nbuild: {script: make}\n',
      'echo before',
      'echo after',
    ],
    [
      'its stage, in the list of stages',
      'stages: [HERE, test]\nbuild: {script: make, stage: first}\ntest: {script: make, needs: [build]}\n',
      'first',
      'other',
    ],
    [
      'what GitLab refuses of it, behind a reference',
      '.tags: {tags: HERE}\nbuild: {script: make, tags: !reference [.tags, tags]}\n',
      '[docker]',
      'docker',
    ],
    [
      'what an anchor holds',
      '.anchor: &a {stage: HERE}\nbuild: {<<: *a, script: make}\ntest: {script: make, stage: test, needs: [build]}\n',
      'build',
      'deploy',
    ],
  ];
  test.each(cases)('%s', (_, pipeline, before, after) => {
    const texts = [before, after, before].map((part) => pipeline.replace('HERE', part));
    const { kept, fresh } = versions(texts);
    expect(kept).toEqual(fresh);
    expect(kept[0]).not.toBe(kept[1]);
  });
});

const SESSIONS = 40;
const CHANGES = 4;
const LONGEST = 3000;

test('edits at random leave nothing behind', { timeout: 60_000 }, () => {
  const samples = samplesOfPages().filter(isPipeline);
  const [first, ...rest] = samples;
  if (first === undefined) throw new Error('there are no pages');
  for (let seed = 1; seed <= SESSIONS; seed++) {
    const random = createRandom(seed);
    edit(random.pick([first, ...rest]), random.pick([first, ...rest]), random, `seed ${seed}`);
  }
});

function isPipeline(sample: Sample): boolean {
  return sample.has(MAIN) && [...sample.values()].every(({ length }) => length <= LONGEST);
}

/** Changes any of the files, takes changes back, and compares after each. */
function edit(sample: Sample, other: Sample, random: Random, name: string): void {
  const [path = MAIN, ...paths] = [...sample.keys()].filter((each) => !isIncludePath(each));
  const workspace = createWorkspace({ files: sample, listed: [], pending: [] });
  const now = new Map(sample);
  const donor = [...other.values()].join('\n');
  for (let change = 0; change < CHANGES; change++) {
    const target = random.pick([path, ...paths]);
    const text = now.get(target) ?? '';
    const isTakenBack = change > 0 && random.below(3) === 0;
    const changed = isTakenBack ? (sample.get(target) ?? '') : applyEdit(text, mutation(text, random, donor));
    now.set(target, changed);
    workspace.open(target, changed);
    expect(shown(workspace, now.keys()), `${name}, change ${change} of ${target}:\n${changed}`).toBe(
      afresh(now, now.keys()),
    );
  }
}
