import { describe, expect, test } from 'vitest';
import { simulateFiles as simulate } from './simulate-files.ts';

type Pipeline = ReturnType<typeof simulate>;

/** The child of the job that is called so, on the way down. */
function childOf(pipeline: Pipeline | undefined, ...names: readonly string[]): Pipeline['jobs'][number]['child'] {
  const [name, ...rest] = names;
  const child = pipeline?.jobs.find((job) => job.name === name)?.child;
  return rest.length === 0 ? child : childOf(child?.pipeline, ...rest);
}

function jobsOf(pipeline: Pipeline | undefined): string[] {
  return (pipeline?.jobs ?? []).map(({ name, outcome }) => `${name} ${outcome}`);
}

const child = `
build:
  script: make
for-branches:
  script: make
  rules:
    - if: $CI_PIPELINE_SOURCE == "push"
for-children:
  script: make
  rules:
    - if: $CI_PIPELINE_SOURCE == "parent_pipeline" && $TARGET == "arm"
for-merge-requests:
  script: make
  rules:
    - if: $CI_MERGE_REQUEST_IID
`;

const parent = `
start:
  variables: { TARGET: arm }
  trigger:
    include: child.yml
`;

describe('a child pipeline', () => {
  test('has the jobs of its files, its own source and the variables of the job that starts it', () => {
    const found = childOf(simulate({ '.gitlab-ci.yml': parent, 'child.yml': child }), 'start');
    expect(found?.source).toBe('child.yml');
    expect(jobsOf(found?.pipeline)).toEqual(['build runs', 'for-children runs']);
  });

  test('runs for the merge request of its parent', () => {
    const files = { '.gitlab-ci.yml': `${parent}  rules: [{ when: always }]\n`, 'child.yml': child };
    const found = childOf(simulate(files, { event: 'merge_request_event', ref: 'change' }), 'start');
    expect(jobsOf(found?.pipeline)).toEqual(['for-children runs', 'for-merge-requests runs']);
  });

  test('is not handed variables that the job keeps to itself', () => {
    const text = parent.replace('include: child.yml', 'include: child.yml\n    forward: { yaml_variables: false }');
    const found = childOf(
      simulate({ '.gitlab-ci.yml': text, 'child.yml': child }, { otherVariables: 'unset' }),
      'start',
    );
    expect(jobsOf(found?.pipeline)).toEqual(['build runs']);
  });

  test('is handed root variables, those of rules and of a matrix, but for those that the job does not take over', () => {
    const text = `
variables: { ROOT: root, LEFT: left }
start:
  inherit: { variables: [ROOT] }
  parallel: { matrix: [{ CELL: [one, two] }] }
  rules: [{ variables: { RULE: rule } }]
  trigger: { include: child.yml }
`;
    const own = `
all: { script: make, rules: [{ if: '$ROOT == "root" && $RULE == "rule" && $CELL == "two"' }] }
left: { script: make, rules: [{ if: $LEFT }] }
any: { script: make }
`;
    const pipeline = simulate({ '.gitlab-ci.yml': text, 'child.yml': own }, { otherVariables: 'unset' });
    expect(jobsOf(childOf(pipeline, 'start: [one]')?.pipeline)).toEqual(['any runs']);
    expect(jobsOf(childOf(pipeline, 'start: [two]')?.pipeline)).toEqual(['all runs', 'any runs']);
  });

  test('is given inputs', () => {
    const text = 'start: { trigger: { include: [{ local: child.yml, inputs: { name: arm } }] } }\n';
    const own = 'spec: { inputs: { name: } }\n---\nbuild-$[[ inputs.name ]]: { script: make }\n';
    expect(jobsOf(childOf(simulate({ '.gitlab-ci.yml': text, 'child.yml': own }), 'start')?.pipeline)).toEqual([
      'build-arm runs',
    ]);
    const without = 'start: { trigger: { include: child.yml } }\n';
    expect(childOf(simulate({ '.gitlab-ci.yml': without, 'child.yml': own }), 'start')?.pipeline?.errors).toEqual([
      '`child.yml`: `name` input: required value has not been provided',
    ]);
  });

  test('is one pipeline of several files', () => {
    const text = 'start: { trigger: { include: [a.yml, b.yml] } }\n';
    const files = { 'a.yml': 'a: { script: make }\n', 'b.yml': 'b: { script: make, needs: [a] }\n' };
    const found = childOf(simulate({ '.gitlab-ci.yml': text, ...files }), 'start');
    expect(found?.source).toBe('a.yml, b.yml');
    expect(jobsOf(found?.pipeline)).toEqual(['a runs', 'b runs']);
  });

  test('has children of its own, and those have none', () => {
    const files = {
      '.gitlab-ci.yml': 'one: { trigger: { include: first.yml } }\n',
      'first.yml': 'two: { trigger: { include: second.yml } }\n',
      'second.yml': 'three: { trigger: { include: third.yml } }\nlast: { script: make }\n',
      'third.yml': 'never: { script: make }\n',
    };
    const pipeline = simulate(files);
    expect(jobsOf(childOf(pipeline, 'one', 'two')?.pipeline)).toEqual(['three runs', 'last runs']);
    expect(childOf(pipeline, 'one', 'two', 'three')).toEqual({
      source: 'third.yml',
      unknown: 'GitLab starts no child pipelines below 2 levels of them, so this job fails',
    });
  });

  test('that starts itself ends with the levels', () => {
    const files = { '.gitlab-ci.yml': 'again: { trigger: { include: .gitlab-ci.yml } }\n' };
    expect(childOf(simulate(files), 'again', 'again', 'again')?.unknown).toContain('2 levels');
  });

  test('that a job makes is not known', () => {
    const text = `
make: { stage: build, script: make, artifacts: { paths: [made.yml] } }
start: { trigger: { include: [{ artifact: made.yml, job: make }] } }
`;
    expect(childOf(simulate({ '.gitlab-ci.yml': text }), 'start')).toEqual({
      source: 'made.yml',
      unknown: "job 'make' makes 'made.yml' when the pipeline runs",
    });
  });

  test('that GitLab refuses leaves its parent as it is', () => {
    const pipeline = simulate({ '.gitlab-ci.yml': 'start: { trigger: { include: none.yml } }\n' });
    expect(pipeline.created).toBe(true);
    expect(childOf(pipeline, 'start')?.pipeline?.errors).toEqual(['Local file `none.yml` does not exist!']);
  });

  test('of another project is none of this one', () => {
    expect(childOf(simulate({ '.gitlab-ci.yml': 'start: { trigger: group/other }\n' }), 'start')).toBeUndefined();
  });

  test('waits for artifacts of its parent without needing a job of its own', () => {
    const files = {
      '.gitlab-ci.yml': 'start: { trigger: { include: child.yml }, variables: { PARENT: $CI_PIPELINE_ID } }\n',
      'child.yml': 'use: { script: make, needs: [{ pipeline: $PARENT, job: build }] }\n',
    };
    expect(jobsOf(childOf(simulate(files), 'start')?.pipeline)).toEqual(['use runs']);
  });

  test('of which there are too many is said to be left', () => {
    const cells = Array.from({ length: 30 }, (_, index) => `c${index}`).join(', ');
    const text = `start: { parallel: { matrix: [{ CELL: [${cells}] }] }, trigger: { include: child.yml } }\n`;
    const { jobs } = simulate({ '.gitlab-ci.yml': text, 'child.yml': child });
    expect(jobs.filter((job) => job.child?.pipeline !== undefined)).toHaveLength(20);
    expect(jobs.at(-1)?.child?.unknown).toContain('only 20');
  });
});
