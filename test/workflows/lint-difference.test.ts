import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LintBench, validPipeline } from './lint-bench.ts';
import { expectNoToken } from './scenario.ts';

let editor: LintBench;

beforeAll(async () => {
  editor = await LintBench.start();
});

afterAll(() => editor.end());

beforeEach(async () => {
  await editor.reset();
});

describe('a difference', () => {
  it('is a bug of ours, with a report that holds no values', async () => {
    const secret = 'glpat-canary0000000000000';
    editor.open(
      '.gitlab-ci.yml',
      [
        'variables: # canary-comment',
        '  PASSWORD: canary-password',
        'build:',
        '  script: curl --header canary-header https://user:canary-user@example.com/x',
        '  when: manual',
        `  image: registry/${secret}`,
        '  id_tokens: {A: {aud: https://canary-audience}}',
        '  rules: [{if: $TOKEN == "canary-condition"}]',
        '',
      ].join('\n'),
    );
    editor.gitlabSays([
      'jobs:build:when config canary-password is not allowed',
      `jobs:build ${secret} ${editor.bench.gitlab.url}`,
    ]);
    const { difference, findings } = await editor.linted();
    expect(findings).toHaveLength(2);
    expect(difference?.summary).toContain('that is a bug in Plumbline');
    const report = difference?.report ?? '';
    expect(report).not.toContain('canary');
    expect(report).not.toContain(editor.bench.gitlab.url);
    expect(report).not.toContain(editor.bench.project.path);
    expect(report).not.toContain(editor.bench.clone);
    expect(report).toContain('Plumbline 1.2.3, GitLab ');
    expect(report).toContain('- jobs:build:when config *** is not allowed\n');
    expect(report).toContain('## Plumbline expects GitLab to say\n\n(none: valid)\n');
    expect(report).toContain('  when: manual\n');
    expect(report).toContain('- jobs:build *** https://gitlab.example.com\n');
    await expectNoToken(editor.bench, difference, findings);
  });

  it('is also that GitLab takes what we say that it refuses', async () => {
    editor.open('.gitlab-ci.yml', 'a:\n  script: x\n  needs: [b]\n');
    editor.gitlabSays([]);
    const { isValid, difference } = await editor.linted();
    expect(isValid).toBe(true);
    expect(difference?.summary).toContain("GitLab takes '.gitlab-ci.yml', which Plumbline says that it refuses");
    expect(difference?.report).toContain('## Only Plumbline\n\n- a job: undefined need: b\n');
  });

  it('is none when GitLab says the same in other words', async () => {
    editor.open('.gitlab-ci.yml', 'a:\n  script: x\n  needs: [b]\n');
    editor.gitlabSays(['a job: undefined need: `b`']);
    expect((await editor.linted()).difference).toBeUndefined();
  });

  it('is not looked for where an include is not known here', async () => {
    editor.open('.gitlab-ci.yml', `include: {template: Jobs/Build.gitlab-ci.yml}\n${validPipeline}`);
    editor.gitlabSays(['jobs:lint config should implement the script:, run:, or trigger: keyword']);
    const { difference, notes, findings } = await editor.linted();
    expect(difference).toBeUndefined();
    expect(notes.at(-1)).toMatch(/^Not compared with Plumbline's own verdict: include:template/u);
    expect(findings).toMatchObject([{ isExact: false, range: { start: { line: 0, character: 0 } } }]);
  });

  it('places what no version has said yet at the job, else at the beginning of the file', async () => {
    editor.open('.gitlab-ci.yml', validPipeline);
    editor.gitlabSays(['jobs:build glows in the dark', 'The moon is full'], ['jobs:build:script is dull']);
    expect(editor.marked(await editor.linted())).toEqual([
      ['jobs:build glows in the dark', '.gitlab-ci.yml:2: build'],
      ['The moon is full', 'near .gitlab-ci.yml:1: stages: [build]'],
      ['jobs:build:script is dull', '.gitlab-ci.yml:4: make'],
    ]);
  });
});
