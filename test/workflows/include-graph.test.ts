import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startIncludeBench, type IncludeBench } from './include-bench.ts';
import { judgePipeline, type Judged } from './judge-pipeline.ts';

/** Pipelines over several projects, judged by the rules and by GitLab's own steps. */
let bench: IncludeBench;

const typed = `spec:
  inputs:
    text: {}
    count: { type: number }
    flag: { type: boolean, default: true }
    list: { type: array, default: [] }
    choice: { options: [x, y], default: x }
    version: { regex: '^v\\d+$', default: v1 }
---
"job $[[ inputs.text ]]":
  script: echo $[[ inputs.choice ]] $[[ inputs.version ]]
  parallel: $[[ inputs.count ]]
  interruptible: $[[ inputs.flag ]]
  tags: $[[ inputs.list ]]
`;

beforeAll(async () => {
  bench = await startIncludeBench();
  const many = Array.from({ length: 150 }, (_, index) => [`many/${index}.md`, ''] as const);
  await bench.gitlab.createProject({
    path: 'platform/kit',
    owner: bench.maintainer,
    members: [[bench.developer, 30]],
    files: {
      'all.yml': 'include:\n  - local: jobs/*.yml\n',
      'deep.yml': "include: '/jobs/**.yml'\n",
      'below.yml': "include: '/jobs/**/*.yml'\n",
      'none.yml': "include: 'nowhere/*.yml'\n",
      'many.yml': "include: 'many/*.yml'\n",
      'jobs/a.yml': 'a:\n  script: a\n',
      'jobs/b.yml': 'b:\n  script: b\n',
      'jobs/read.md': '# Jobs\n',
      'late.yml': "include: 'jobs/more/*.yml'\n",
      'many/zz.yml': 'zz:\n  script: z\n',
      'jobs/more/c.yml': 'c:\n  script: c\n',
      'exists.yml': `include:
  - { local: jobs/a.yml, rules: [{ exists: [jobs/*.md] }] }
  - { local: jobs/b.yml, rules: [{ exists: [Dockerfile] }] }
`,
      'typed.yml': typed,
      'ring-a.yml': 'include: ring-b.yml\n',
      'ring-b.yml': 'include: /ring-a.yml\n',
      'shared/inputs.yml': 'inputs:\n  stage:\n    default: deploy\n  name:\n    default: shared\n',
      ...Object.fromEntries<string>(many),
    },
  });
});

beforeEach(() => {
  bench.gitlab.faults.clear();
});

afterAll(() => bench.end());

function judge(files: Readonly<Record<string, string>> | string): Promise<Judged> {
  return judgePipeline(bench.reader(), files);
}

const kit = (file: string, more = ''): string => `include: { project: platform/kit, file: ${file}${more} }\n`;
const x = 'x: { script: x }\n';

describe('wildcards of a file of another project', () => {
  it.each([
    ['all.yml', ['a', 'b']],
    ['deep.yml', ['a', 'b', 'c']],
    ['below.yml', ['c']],
  ])('in %s mean the files of that project', async (file, names) => {
    const { findings, isValid, merged } = await judge(kit(file));
    expect({ findings, isValid }).toEqual({ findings: [], isValid: true });
    expect(Object.keys(merged ?? {}).toSorted()).toEqual(names);
  });

  it('are followed over more than one page', async () => {
    expect((await judge(kit('many.yml'))).merged).toEqual({ zz: { script: 'z' } });
  });

  it('that nothing fits are told where the file is included', async () => {
    const { findings, errors } = await judge(`${kit('none.yml')}${x}`);
    expect(findings).toEqual([
      "warning include-not-found at 'platform/kit': In 'none.yml of platform/kit': no YAML file of its project matches 'nowhere/*.yml', so this includes nothing",
    ]);
    expect(errors).toEqual([]);
  });

  it('are unknown, and nothing else wrong, when the list cannot be had', async () => {
    bench.gitlab.faults.add({ kind: 'status', status: 503, path: '/api/v4/projects/*/repository/tree', count: -1 });
    const { findings, isValid } = await judge(`${kit('late.yml')}x: { extends: .y }\n`);
    expect(findings).toEqual([
      expect.stringMatching(/^information include-unknown at 'platform\/kit': In 'late\.yml of .*failed with 503/u),
    ]);
    expect(isValid).toBeUndefined();
  });
});

describe('rules of an include', () => {
  it('ask for files of the project that holds the rules', async () => {
    expect((await judge(kit('exists.yml'))).merged).toEqual({ a: { script: 'a' } });
  });

  const exists = (condition: string): Promise<Judged> =>
    judge(`include: [{ local: a.yml, rules: [{ exists: ${condition} }] }]\n${x}`);

  it('ask for files of a project that they name', async () => {
    const found = await exists('{ paths: [jobs/read.*], project: platform/kit }');
    expect(found.errors).toEqual(['Local file `a.yml` does not exist!']);
    expect((await exists('{ paths: [jobs/nothing*], project: platform/kit, ref: main }')).isValid).toBe(true);
    expect((await exists('{ paths: [templates/lint.yml], project: components/checks, ref: 1.0.0 }')).isValid).toBe(
      false,
    );
  });

  it('name projects and refs that GitLab does not find', async () => {
    expect((await exists('{ paths: [a], project: platform/none }')).errors).toEqual([
      'rules:exists:project `platform/none` not found or access denied',
    ]);
    const { errors, findings } = await exists('{ paths: [a], project: platform/kit, ref: gone }');
    expect(errors).toEqual(['rules:exists:ref `gone` is not a valid ref in project `platform/kit`']);
    expect(findings).toEqual([expect.stringMatching(/^error refused at 'gone': /u)]);
  });
});

describe('inputs of a file of another project', () => {
  it('take their types', async () => {
    const { merged, findings } = await judge(
      kit('typed.yml', ', inputs: { text: q, count: 2, list: [t], flag: false }'),
    );
    expect(findings).toEqual([]);
    expect(merged).toEqual({
      'job q': { script: 'echo x v1', parallel: 2, interruptible: false, tags: ['t'] },
    });
  });

  it('are the same by address', async () => {
    const url = bench.serve(typed);
    const { merged } = await judge(`include: { remote: '${url}', inputs: { text: r, count: 3, choice: y } }\n`);
    expect(merged).toMatchObject({ 'job r': { script: 'echo y v1', parallel: 3 } });
  });

  it('each tell what is wrong with them', async () => {
    const given = '\n  inputs: { count: two, flag: maybe, list: 3, choice: z, version: w, text: q }';
    const { findings } = await judge(`include:\n  project: platform/kit\n  file: typed.yml${given}\n`);
    expect(findings).toEqual([
      "error wrong-input at 'two': Input 'count' of 'typed.yml of platform/kit' is a number, which 'two' is not",
      "error wrong-input at 'maybe': Input 'flag' of 'typed.yml of platform/kit' is a boolean, which 'maybe' is not",
      "error wrong-input at '3': Input 'list' of 'typed.yml of platform/kit' is an array, which '3' is not",
      "error wrong-input at 'z': Input 'choice' of 'typed.yml of platform/kit' takes 'x' or 'y', not 'z'",
      "error wrong-input at 'w': Input 'version' of 'typed.yml of platform/kit' must match '^v\\d+$', which 'w' does not",
    ]);
  });

  it('may be defined in files of their own', async () => {
    const header = `spec:
  include:
    - project: platform/kit
      file: shared/inputs.yml
    - local: own.yml
  inputs: { own: { default: own } }
---
"$[[ inputs.own ]] $[[ inputs.name ]]": { stage: '$[[ inputs.stage ]]', script: 'echo $[[ inputs.more ]]' }
`;
    const { merged, findings } = await judge({
      '.gitlab-ci.yml': header,
      'own.yml': 'inputs: { more: { default: m } }\n',
    });
    expect(findings).toEqual([]);
    expect(merged).toEqual({ 'own shared': { stage: 'deploy', script: 'echo m' } });
    const twice = await judge({
      '.gitlab-ci.yml': header.replace('own: {', 'name: {'),
      'own.yml': 'inputs: { more: { default: m } }\n',
    });
    expect(twice.errors).toEqual([
      'Duplicate input keys found: name. Input keys must be unique across all included files and inline specifications.',
    ]);
  });
});

describe('what includes lead to', () => {
  it('may be two revisions of the same file', async () => {
    const item = (ref: string): string => `  - { project: components/checks, file: templates/lint.yml, ref: ${ref} }\n`;
    const { merged, isValid } = await judge(`include:\n${item('1.0.0')}${item('2.0.0')}`);
    expect(isValid).toBe(true);
    expect(merged).toEqual({ lint: { stage: 'test', script: 'lint 2.0.0' } });
  });

  it('may be a ring, which is named', async () => {
    const { findings, errors } = await judge(`${kit('ring-a.yml')}${x}`);
    const [b, a] = ['b', 'a'].map((name) => `'ring-${name}\\.yml of platform/kit \\([\\da-f]{8}\\)'`);
    const ring = `${b} includes ${a}, which includes ${b} again; GitLab takes at most 150`;
    expect(findings).toEqual([
      expect.stringMatching(new RegExp(`^error too-many-includes at 'platform/kit': ${ring}`, 'u')),
    ]);
    expect(errors).toEqual(['Maximum of 150 nested includes are allowed!']);
  });

  it('is not a local file where the including file has no project', async () => {
    const url = bench.serve('include: local.yml\nx:\n  script: x\n');
    const { findings, errors } = await judge(`include: ${url}\n`);
    expect(findings).toEqual([expect.stringMatching(/belongs to no project, so it cannot include the local file/u)]);
    expect(errors).toEqual(['Local file `local.yml` does not have project!']);
  });

  it('depends on variables, of which the project says some', async () => {
    const files = { '.gitlab-ci.yml': 'include: $CI_PROJECT_NAME.yml\n', 'gitops.yml': x };
    expect((await judge(files)).merged).toEqual({ x: { script: 'x' } });
    const { findings, isValid } = await judge(`include:\n  - project: $OWN/kit\n    file: a.yml\n${x}`);
    expect(isValid).toBeUndefined();
    expect(findings).toEqual([
      "hint include-unknown at '$OWN/kit': This include is not followed: only a pipeline knows the value of '$OWN' in '$OWN/kit'",
    ]);
  });
});
