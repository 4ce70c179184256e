import { describe, expect, test } from 'vitest';
import { semantics } from '../../server/src/languages/gitlab-ci/index.ts';

function errorsOf(configuration: object | string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const text = typeof configuration === 'string' ? configuration : JSON.stringify(configuration);
  return semantics.processConfiguration({ read: (path) => (path === '.gitlab-ci.yml' ? text : files[path]) }).errors;
}

/** A pipeline with one job that has these keywords beside its script. */
function job(keywords: object): object {
  return { lint: { script: 'make lint', ...keywords } };
}

describe('a keyword of a job is refused', () => {
  test.each([
    [{ retry: 3 }, 'retry config must be less than or equal to 2'],
    [{ retry: { max: 1, when: 'sometimes' } }, 'retry when is not included in the list'],
    [{ parallel: 1.5 }, 'jobs:lint:parallel config must be an integer'],
    [{ parallel: 201 }, 'jobs:lint:parallel config must be less than or equal to 200'],
    [{ timeout: 'soon' }, 'jobs:lint:timeout config should be a duration'],
    [{ timeout: '2 months' }, 'jobs:lint:timeout config should not exceed the limit'],
    [{ coverage: 'percent' }, 'jobs:lint:coverage config must be a regular expression with re2 syntax'],
    [{ cache: [{}, {}, {}, {}, {}] }, 'jobs:lint:caches config no more than 4 caches can be created'],
    [{ cache: { key: '%2E%2E' } }, 'jobs:lint:cache:key config cannot be "." or ".."'],
    [{ artifacts: { public: true, access: 'all' } }, 'these keys cannot be used together: public, access'],
    [{ artifacts: { expose_as: 'Site' } }, "jobs:lint:artifacts paths can't be blank"],
    [{ environment: { action: 'stop' } }, "jobs:lint:environment name can't be blank"],
    [{ needs: [{ pipeline: '$UPSTREAM' }] }, 'jobs:lint:needs config uses invalid types: bridge'],
    [{ only: ['/*x/'] }, 'jobs:lint:only config should be an array of strings or regular expressions using re2 syntax'],
    [{ when: 'delayed' }, 'jobs:lint start in should be a duration'],
    [{ when: 'delayed', start_in: '9 days' }, 'jobs:lint start in should not exceed the limit'],
    [{ tags: Array.from({ length: 50 }, (_, index) => `t${index}`) }, 'config must be less than the limit of 50 tags'],
  ])('%j', (keywords, message) => {
    expect(errorsOf(job(keywords)).join('\n')).toContain(message);
  });

  test.each([
    [{ retry: 2 }],
    [{ parallel: 200 }],
    [{ timeout: '1 month' }],
    [{ timeout: '1h 30m' }],
    [{ coverage: '/\\d+%/' }],
    [{ cache: [{}, {}, {}, {}] }],
    [{ when: 'delayed', start_in: '1 week' }],
    [{ tags: Array.from({ length: 49 }, (_, index) => `t${index}`) }],
    [{ artifacts: { expose_as: 'Site', paths: ['out/'] } }],
  ])('and at the limit it is not: %j', (keywords) => {
    expect(errorsOf(job(keywords))).toEqual([]);
  });
});

describe('what jobs say of each other is refused', () => {
  const build = { stage: 'build', script: 'make' };

  test.each([
    [{ a: { ...build, needs: ['a'] } }, 'self-dependency: a'],
    [{ a: { ...build, needs: ['b'] }, b: { ...build, needs: ['a'] } }, 'The pipeline has circular dependencies'],
    [{ a: build, c: build, b: { script: 'x', needs: ['c'], dependencies: ['a'] } }, 'part of needs'],
    [{ a: { ...build, stage: 'deploy' }, b: { script: 'x', dependencies: ['a'] } }, 'current or prior stages'],
    [{ a: build, b: { script: 'x', needs: ['a', 'a'] } }, 'b has the following needs duplicated: a.'],
    [{ a: { ...build, environment: { name: 'q', on_stop: 'b' } } }, 'a job: on_stop job b is not defined'],
    [{ a: { needs: ['b'] }, b: build }, 'jobs:a config should contain either a trigger or a needs:pipeline'],
    [{ default: { image: 'a' }, image: 'b', a: build }, 'image is defined in top-level and `default:` entry'],
  ])('%j', (configuration, message) => {
    expect(errorsOf(configuration).join('\n')).toContain(message);
  });

  test('a copy of a matrix that a need asks for and nobody makes', () => {
    const make = { ...build, parallel: { matrix: [{ OS: ['linux', 'darwin'] }] } };
    const use = (value: string): object => ({
      make,
      use: {
        script: 'x',
        parallel: { matrix: [{ OS: ['linux', 'windows'] }] },
        needs: [{ job: 'make', parallel: { matrix: [{ OS: [value] }] } }],
      },
    });
    expect(errorsOf(use('linux'))).toEqual([]);
    expect(errorsOf(use('$[[ matrix.OS ]]'))).toEqual(['use: [windows] job: undefined need: make: [windows]']);
    expect(errorsOf(use('$[[ matrix.ARCH ]]')).join('\n')).toContain("'ARCH' does not exist in matrix configuration");
  });
});

describe('a text is refused', () => {
  test.each([
    ['a:\n  script: make\n  variables: {D: 2026-01-31}\n', 'Tried to load unspecified class: Date'],
    ['a:\n  script: make\n  variables: {D: 2026-01-31 10:00:00}\n', 'Tried to load unspecified class: Time'],
    ['2026-01-31:\n  script: make\n', 'Tried to load unspecified class: Date'],
    ['- a\n', 'Invalid configuration format'],
    ['words\n', 'Invalid configuration format'],
    ['10:\n  script: make\n', 'jobs:10 name should be a symbol'],
  ])('%j', (text, message) => {
    expect(errorsOf(text)).toEqual([message]);
  });

  test.each([
    ['a:\n  script: make\n  variables: {D: "2026-01-31"}\n'],
    ['"10":\n  script: make\n'],
    ['"yes": {script: make}\n'],
  ])('and in quotes it is not: %j', (text) => {
    expect(errorsOf(text)).toEqual([]);
  });
});

describe('an include is refused', () => {
  test.each([
    [{ local: 'a.yml', template: 'b.yml' }, 'Each include must use only one of: `local`'],
    [{ project: 'group/ci' }, 'include config should be an array or a string'],
    [[{ project: 'group/ci' }], 'include:include config must specify the file where to fetch the config from'],
    [
      [{ project: 'group/ci', file: '' }],
      '`{"project":"group/ci","file":""}` does not have a valid subkey for include',
    ],
    [[{ project: 'ci', file: 'a.yml' }], 'Project `ci` not found or access denied!'],
    [
      [{ component: 'gitlab.com/group/name' }],
      "Component 'gitlab.com/group/name' - the component path is not supported",
    ],
    [[['a.yml']], 'Each include must be a hash or a string'],
    [[{ local: 'a.yml', rules: [{ when: 'manual' }] }], 'include:rule when unknown value: manual'],
    [[{ local: 'a.yml', rules: [] }], "include:rules config can't be blank"],
    [{ local: 'b.yml', rules: [{ if: '$NOTHING' }] }, 'include config should be an array or a string'],
    [[{ local: 'b.yml', key: 1, rules: [{ if: '$NOTHING' }] }], 'include:include config contains unknown keys: key'],
    ['missing.yml', 'Local file `missing.yml` does not exist!'],
    ['empty.yml', 'Local file `empty.yml` is empty!'],
    ['words.yml', 'Included file `words.yml` does not have valid YAML syntax!'],
    ['a.txt', 'does not have YAML extension!'],
    [
      { remote: 'https://example.com/a.txt' },
      'Included file `https://example.com/a.txt` does not have YAML extension!',
    ],
    [{ template: ['a.yml'] }, 'Included file `["a.yml"]` needs to be a string'],
    [{ local: 1 }, 'Included file `1` does not have YAML extension!'],
  ])('%j', (include, message) => {
    const files = { 'a.yml': '{}', 'empty.yml': '', 'words.yml': 'words', 'a.txt': 'a: 1' };
    expect(errorsOf({ include, ...job({}) }, files).join('\n')).toContain(message);
  });

  test.each([
    [{ local: 'a.yml', rules: null }],
    ['none/*.yml'],
    [['a.yml', { project: 'group/ci' }]],
    [{ local: 'a.yml', rules: false }],
    [{ local: 'a.yml', unknown: 1 }],
    [{ local: 'a.yml', remote: '' }],
  ])('what says nothing is left unread: %j', (include) => {
    expect(errorsOf({ include, ...job({}) }, { 'a.yml': 'b: {script: make}' })).toEqual([]);
  });
});

describe('a hostile configuration ends', () => {
  test('a thousand jobs that need each other in a ring', () => {
    const ring = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`j${index}`, { script: 'x', needs: [`j${(index + 1) % 1000}`] }]),
    );
    expect(errorsOf(ring).join('\n')).toContain('circular dependencies');
  });

  test('lists in lists in lists', () => {
    const script = Array.from({ length: 20 }).reduce<unknown>((inner) => [inner], 'make');
    expect(errorsOf({ a: { script } })).toEqual([
      'jobs:a:script config should be a string or a nested array of strings up to 10 levels deep',
    ]);
  });
});

describe('inputs in files of their own are refused', () => {
  const header = (include: unknown): string =>
    `${JSON.stringify({ spec: { include, inputs: { own: { default: 'o' } } } })}\n---\nx: {script: x}\n`;
  const files = {
    'shared.yml': 'inputs: {name: {default: n}}',
    'own.yml': 'inputs: {own: {default: n}}',
    'jobs.yml': 'inputs: {}\njob: {script: a}\n"a b": 1\n',
    'empty.yml': ' ',
  };

  test.each([
    [{ local: 'shared.yml' }, 'header:spec:include config should be an array or a string'],
    [[1], 'header:spec:include:include config should be a hash or a string'],
    [[{ local: 'shared.yml', rules: [] }], 'header:spec:include:include config contains unknown keys: rules'],
    [
      [{ project: 'group/a' }],
      'header:spec:include:include config must specify the file where to fetch the config from',
    ],
    [[{}], '`{}` does not have a valid subkey for header include. Valid subkeys are: `local`, `remote`, `project`'],
    [
      [{ local: 'shared.yml', remote: 'https://a.example/b.yml' }],
      'Each include must use only one of: `local`, `remote`, `project`',
    ],
    [[{ local: 1 }], 'Included file `1` does not have YAML extension!'],
    ['none.yml', 'Local file `none.yml` does not exist!'],
    ['empty.yml', 'Local file `empty.yml` is empty!'],
    ['jobs.yml', 'Header include file `jobs.yml` contains unknown keys: [:job, :"a b"]'],
    [['shared.yml', 'own.yml', 'shared.yml'], 'Duplicate input keys found: name, own. Input keys must be unique'],
  ])('%j', (include, message) => {
    expect(errorsOf(header(include), files).join('\n')).toContain(message);
  });

  test.each([['shared.yml'], [['shared.yml']], [[]], [null]])('but not these: %j', (include) => {
    expect(errorsOf(header(include), files)).toEqual([]);
  });
});

describe('jobs are refused together', () => {
  test('for needs of rules that name a parallel job as a whole', () => {
    const rule = (needs: unknown): object => ({ z: { script: 'a', parallel: 2 }, ...job({ rules: [{ needs }] }) });
    expect(errorsOf(rule(['z']))).toEqual(['lint job: undefined need: z']);
    expect(errorsOf(rule(['z 1/2', { job: 'z', optional: true }]))).toEqual([]);
  });

  test('for a folder that is published under two names', () => {
    const twice = { pages: { script: 'a', publish: 'b', pages: { publish: 'c' } } };
    expect(errorsOf(twice)).toEqual(['pages job: use either pages:publish or pages:pages:publish']);
  });
});
