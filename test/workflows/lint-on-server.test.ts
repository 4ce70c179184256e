import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LintBench, validPipeline } from './lint-bench.ts';

let editor: LintBench;

beforeAll(async () => {
  editor = await LintBench.start();
});

afterAll(() => editor.end());

beforeEach(async () => {
  await editor.reset();
});

describe('the answer', () => {
  it('is valid for a valid pipeline, with its jobs', async () => {
    expect(await editor.linted()).toMatchObject({
      isValid: true,
      dryRun: false,
      file: '.gitlab-ci.yml',
      ref: 'main',
      jobs: 1,
      findings: [],
      notes: [],
    });
    expect((await editor.linted()).difference).toBeUndefined();
  });

  it('is about the text of the editor, with each message on its line', async () => {
    editor.open('.gitlab-ci.yml', `${validPipeline}test:\n  script: make test\n  stage: build\n  needs: [biuld]\n`);
    const result = await editor.linted();
    expect(result).toMatchObject({
      isValid: false,
      findings: [{ severity: 'error', code: 'gitlab-ci/needs-unknown-job' }],
    });
    expect(editor.marked(result)).toEqual([['test job: undefined need: biuld', '.gitlab-ci.yml:8: biuld']]);
    expect(result.difference).toBeUndefined();
  });

  it('warns as GitLab warns', async () => {
    editor.open('.gitlab-ci.yml', 'a:\n  script: x\n  rules:\n    - when: always\n');
    const result = await editor.linted();
    expect(result).toMatchObject({ isValid: true, findings: [{ severity: 'warning' }] });
    expect(editor.marked(result)[0]?.[1]).toBe('.gitlab-ci.yml:4: when: always');
  });

  it('simulates a pipeline for the branch in a dry run', async () => {
    editor.open('.gitlab-ci.yml', `workflow:\n  rules:\n    - if: $CI_COMMIT_BRANCH == "other"\n${validPipeline}`);
    const result = await editor.linted('.gitlab-ci.yml', { dryRun: true });
    expect(result).toMatchObject({ isValid: false, dryRun: true, ref: 'main' });
    expect(editor.marked(result)).toEqual([['Pipeline filtered out by workflow rules.', '.gitlab-ci.yml:2: rules']]);
    expect(result.difference).toBeUndefined();
    expect((await editor.linted()).isValid).toBe(true);
  });
});

describe('what GitLab reads', () => {
  it('is the pipeline that an included file belongs to, with messages in the included file', async () => {
    const files = {
      '.gitlab-ci.yml': `include: ci/more.yml\n${validPipeline}`,
      'ci/more.yml': 'more:\n  stage: build\n  needs: [late]\n  script: make\n',
    };
    await editor.commit('included', files);
    await editor.fetch();
    await editor.bench.git('switch', '--quiet', 'included');
    const result = await editor.linted('ci/more.yml');
    expect(result).toMatchObject({ file: '.gitlab-ci.yml', ref: 'included', notes: [] });
    expect(editor.lastLint()).toMatchObject({ method: 'GET' });
    expect(editor.marked(result)).toEqual([['more job: undefined need: late', 'ci/more.yml:3: late']]);
    expect(result.difference).toBeUndefined();
  });

  it('is not what was changed and not pushed in included files', async () => {
    await editor.bench.git('switch', '--quiet', 'included');
    editor.open('ci/more.yml', 'more:\n  script: make\n');
    editor.open('.gitlab-ci.yml', `include: [ci/more.yml, ci/new.yml]\n${validPipeline}`);
    await editor.bench.write('ci/new.yml', 'new:\n  script: make\n');
    const inDryRun = await editor.linted('ci/more.yml', { dryRun: true });
    expect(editor.lastLint()).toMatchObject({ method: 'POST' });
    expect(inDryRun.notes).toEqual([
      "GitLab read 'ci/more.yml' as pushed on included; your local change to it was not seen.",
      "'ci/new.yml' is not on included of the server, so GitLab could not read it.",
    ]);
    expect(editor.marked(inDryRun)).toEqual([
      ['Local file `ci/new.yml` does not exist!', '.gitlab-ci.yml:1: ci/new.yml'],
    ]);
    // Without the wish for a dry run as well: only so GitLab reads the branch.
    const result = await editor.linted();
    expect(result).toMatchObject({ ref: 'included', dryRun: true });
    expect(result.notes[0]).toBe(
      "What '.gitlab-ci.yml' includes is not the same on included and main. GitLab reads it from included only in a dry run, so it made one.",
    );
    expect(editor.marked(result)).toEqual(editor.marked(inDryRun));
  });

  it('is not refused because a push makes no pipeline, when nobody asked for a dry run', async () => {
    await editor.bench.git('switch', '--quiet', 'included');
    editor.open(
      '.gitlab-ci.yml',
      `include: ci/more.yml\nworkflow: {rules: [{if: $CI_COMMIT_TAG}]}\nlate: {stage: build, script: x}\n${validPipeline}`,
    );
    const result = await editor.linted();
    expect(result).toMatchObject({ isValid: true, dryRun: true, findings: [] });
    expect(result.notes.at(-1)).toBe('A push to included makes none: Pipeline filtered out by workflow rules.');
    expect(await editor.linted('.gitlab-ci.yml', { dryRun: true })).toMatchObject({ isValid: false });
  });

  it('is the default branch for a changed text that includes the same there', async () => {
    const files = { 'README.md': '# Other\n' };
    await editor.commit('same', files);
    await editor.fetch();
    await editor.bench.git('switch', '--quiet', 'same');
    editor.open('.gitlab-ci.yml', `${validPipeline}# changed\n`);
    expect(await editor.linted()).toMatchObject({ isValid: true, ref: 'main', dryRun: false, notes: [] });
    expect(editor.lastLint()).toMatchObject({ method: 'POST' });
  });

  it('is for the default branch while the branch is not on the server', async () => {
    await editor.bench.git('switch', '--quiet', '--create', 'mine');
    const { ref, notes } = await editor.linted();
    expect(ref).toBe('main');
    expect(notes).toEqual(["The branch 'mine' is not on the server, so it is linted for main."]);
    expect(await editor.lint('.gitlab-ci.yml', { ref: 'nowhere' })).toMatchObject({
      ok: false,
      problem: { code: 'not-found', message: "The project 'platform/shop/gitops' has no branch 'nowhere'." },
    });
  });

  it('is unknown when the branch of the server is not fetched', async () => {
    await editor.bench.git('switch', '--quiet', 'included');
    const files = { 'ci/more.yml': 'more:\n  stage: build\n  script: make\n' };
    await editor.commit('included', files);
    const { notes, difference } = await editor.linted('.gitlab-ci.yml', { dryRun: true });
    expect(notes).toEqual([
      expect.stringMatching(/^What included holds on the server at [0-9a-f]{8} is not fetched/u),
      expect.stringMatching(/^Not compared with Plumbline's own verdict: included at [0-9a-f]{8} is not fetched\.$/u),
    ]);
    expect(difference).toBeUndefined();
  });

  it('is also what lies in other projects, with what is wrong there placed where it is included', async () => {
    const { gitlab, maintainer, developer } = editor.bench;
    const library = await gitlab.createProject({
      path: 'platform/library',
      owner: maintainer,
      members: [[developer, 30]],
      files: { 'jobs.yml': 'scan:\n  stage: build\n  script: scan\n  tag: [x]\n' },
    });
    editor.open('.gitlab-ci.yml', `include:\n  - {project: ${library.path}, file: jobs.yml}\n${validPipeline}`);
    const result = await editor.linted();
    expect(editor.marked(result)).toEqual([
      ['jobs:scan config contains unknown keys: tag', 'near .gitlab-ci.yml:2: platform/library'],
    ]);
    expect(result).toMatchObject({ notes: [] });
    expect(result.difference).toBeUndefined();
    editor.open('.gitlab-ci.yml', `include: {project: platform/none, file: jobs.yml}\n${validPipeline}`);
    const none = await editor.linted();
    expect(editor.marked(none)).toEqual([
      [expect.stringMatching(/^Project `platform\/none` not found/u), '.gitlab-ci.yml:1: platform/none'],
    ]);
    expect(none.difference).toBeUndefined();
  });

  it('is said to be no pipeline for other files', async () => {
    expect(await editor.lint('README.md')).toMatchObject({ ok: false, problem: { code: 'unsupported' } });
  });
});
