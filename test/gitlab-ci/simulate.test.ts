import { describe, expect, test } from 'vitest';
import { simulateFiles as simulate } from './simulate-files.ts';

const shop = {
  '.gitlab-ci.yml': `
include:
  - local: ci/*.yml
stages: [build, test, deploy]
default:
  image: node
workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
build:
  stage: build
  script: make
deploy:
  extends: .deploy
  needs: [build, { job: lint, optional: true }]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      when: manual
  environment: production
`,
  'ci/test.yml': `
.deploy:
  stage: deploy
  script: make deploy
lint:
  stage: test
  script: make lint
  rules:
    - changes: [src/**/*.ts]
test:
  stage: test
  script: make test
  parallel: 2
`,
};

describe('simulatePipeline', () => {
  test('a push to the default branch', () => {
    const { created, stages, jobs, excluded } = simulate(shop, { changedPaths: ['README.md'] });
    expect(created).toBe(true);
    expect(stages).toEqual(['build', 'test', 'deploy']);
    expect(jobs.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['build', 'runs'],
      ['test 1/2', 'runs'],
      ['test 2/2', 'runs'],
      ['deploy', 'manual'],
    ]);
    expect(jobs.at(-1)).toMatchObject({
      needs: ['build', 'lint'],
      environment: { name: 'production', action: 'start' },
    });
    expect(excluded).toEqual([
      { name: 'lint', because: expect.objectContaining({ text: 'no rule matches' }) as unknown },
    ]);
  });

  test('a merge request', () => {
    const { jobs, excluded } = simulate(shop, {
      event: 'merge_request_event',
      ref: 'feature',
      targetBranch: 'main',
      changedPaths: ['src/shop/cart.ts'],
    });
    expect(jobs.map(({ name }) => name)).toEqual(['build', 'lint', 'test 1/2', 'test 2/2']);
    expect(excluded.map(({ name }) => name)).toEqual(['deploy']);
  });

  test('a branch that the workflow keeps out', () => {
    expect(simulate(shop, { ref: 'feature' })).toMatchObject({
      created: false,
      reason: 'Pipeline filtered out by workflow rules.',
      jobs: [],
    });
  });

  test('changes that nobody knows make a job a maybe, and say so', () => {
    const { jobs, unknown } = simulate(shop);
    expect(jobs.find(({ name }) => name === 'lint')?.outcome).toBe('maybe');
    expect(unknown).toEqual([{ name: 'lint', because: 'which files are changed' }]);
  });

  test('the rule that decided is given with its place in the included file', () => {
    const { jobs } = simulate(shop, { changedPaths: ['src/a.ts'] });
    const place = jobs.find(({ name }) => name === 'lint')?.because.place;
    expect(place?.path).toBe('ci/test.yml');
    expect(shop['ci/test.yml'].slice(place?.range.start, place?.range.end).trim()).toBe('changes: [src/**/*.ts]');
  });

  test('jobs without rules do not run in merge requests', () => {
    const files = { '.gitlab-ci.yml': 'build: { script: make }\n' };
    expect(simulate(files, { event: 'merge_request_event', ref: 'feature' })).toMatchObject({
      created: false,
      errors: [],
    });
  });

  test('an unknown variable does not matter where every rule says the same', () => {
    const files = { '.gitlab-ci.yml': 'a:\n  script: x\n  rules:\n    - if: $SOMETHING\n    - when: on_success\n' };
    expect(simulate(files).jobs).toMatchObject([{ name: 'a', outcome: 'runs' }]);
  });

  test('a variable of the project decides', () => {
    const files = { '.gitlab-ci.yml': 'a: { script: x }\nb:\n  script: x\n  rules:\n    - if: $NIGHTLY == "1"\n' };
    const names = (options: Parameters<typeof simulate>[1]): string[] =>
      simulate(files, options).jobs.map(({ name }) => name);
    expect(names({ variables: { NIGHTLY: '1' } })).toEqual(['a', 'b']);
    expect(names({ otherVariables: 'unset' })).toEqual(['a']);
    expect(simulate(files).unknown).toEqual([{ name: 'b', because: '$NIGHTLY' }]);
  });

  test('an include that is elsewhere is unknown, and nothing is refused because of it', () => {
    const files = { '.gitlab-ci.yml': 'include:\n  - project: a/b\n    file: x.yml\nbuild:\n  extends: .base\n' };
    const { created, jobs, unknown, errors } = simulate(files);
    expect({ created, errors }).toEqual({ created: true, errors: [] });
    expect(jobs).toMatchObject([{ name: 'build', outcome: 'maybe' }]);
    expect(unknown.map(({ name }) => name)).toEqual(["include:project 'a/b'", 'build']);
  });

  test.each([
    ['a: { script: x, needs: [b] }', 'a job: undefined need: b'],
    [
      'a: { script: x, stage: nope }',
      'a job: chosen stage nope does not exist; available stages are .pre, build, test, deploy, .post',
    ],
    ['a: { extends: .b }', 'a: unknown keys in `extends` (.b)'],
    ['include: nope.yml\na: { script: x }', 'Local file `nope.yml` does not exist!'],
    ['just text', 'Invalid configuration format'],
    ['', 'Please provide content of .gitlab-ci.yml'],
    ['a: { script: !reference [b, c] }', '!reference ["b", "c"] could not be found'],
  ])('%j is refused in words of GitLab', (text, error) => {
    expect(simulate({ '.gitlab-ci.yml': text })).toMatchObject({ created: false, errors: [error] });
  });

  test('a hostile file ends', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let index = 1; index < 12; index++) {
      const item = `*a${index - 1}`;
      lines.push(`a${index}: &a${index} [${Array.from({ length: 9 }, () => item).join(', ')}]`);
    }
    expect(simulate({ '.gitlab-ci.yml': lines.join('\n') }).errors).toEqual(['The parsed YAML is too big']);
  });
});

test('jobs and variables whose names are numbers keep their order', () => {
  const { jobs } = simulate({
    '.gitlab-ci.yml': `
zeta: {script: make}
'10':
  script: make
  parallel: {matrix: [{Z: [a], '1': [b]}]}
'2': {script: make, variables: {BIG: 9007199254740993}}
`,
  });
  expect(jobs.map(({ name }) => name)).toEqual(['zeta', '10: [a, b]', '2']);
});

test('a job that is manual by itself is not waited for, also when a rule lets it in; one that a rule makes manual is', () => {
  const job = '  script: make\n  rules: [{if: $CI_COMMIT_BRANCH';
  const { jobs } = simulate({ '.gitlab-ci.yml': `own:\n  when: manual\n${job}}]\nby-rule:\n${job}, when: manual}]\n` });
  expect(jobs.map(({ name, when, allowFailure }) => [name, when, allowFailure])).toEqual([
    ['own', 'manual', true],
    ['by-rule', 'manual', false],
  ]);
});
