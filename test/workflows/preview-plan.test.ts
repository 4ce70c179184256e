import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { diskFileSystem } from '../../server/src/io/file-system.ts';
import { createGit } from '../../server/src/io/git/git.ts';
import { createRenderer } from '../../server/src/io/renderer.ts';
import { previewPlan, type PreviewPlanPorts } from '../../server/src/workflows/preview-plan.ts';
import { includePath } from '../../server/src/workspace/include-address.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { ensurePart } from '../setup/parts.mjs';
import { caller, runGit } from './bench.ts';

const demo = fileURLToPath(new URL('../demo/repository', import.meta.url));
let folder: string;
let workspace: Workspace;
let kubectl: string;

beforeAll(async () => {
  const part = await ensurePart('kubectl');
  if (!part.ok) throw new Error(part.why);
  kubectl = part.paths.kubectl;
});

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'plumbline-preview-')));
  await cp(demo, folder, { recursive: true });
  await runGit(folder, ['init', '--quiet', '--initial-branch=main']);
  await commitAll();
  await runGit(folder, ['switch', '--quiet', '--create', 'change']);
  workspace = new Workspace();
  workspace.setRoots([folder]);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function commitAll(): Promise<void> {
  await runGit(folder, ['add', '--all']);
  await runGit(folder, ['-c', 'user.name=Dan', '-c', 'user.email=d@example.com', 'commit', '--quiet', '-m', 'All']);
}

/** What the language server's host does, without its timers. */
function ports(tools: { readonly kubectl?: string } = {}): PreviewPlanPorts {
  return {
    git: createGit(() => 'git'),
    renderer: createRenderer({
      executables: () => ({ git: 'git', kubectl: tools.kubectl ?? kubectl, kustomize: 'no-such-kustomize' }),
    }),
    fileSystem: diskFileSystem,
    load: async (paths) => {
      workspace.setListing(folder, await diskFileSystem.list(folder));
      for (const file of [...paths, ...workspace.takeWanted()]) {
        if (!workspace.isOpen(file)) workspace.setDisk(file, await diskFileSystem.read(file));
      }
      return workspace.snapshot();
    },
    uriOf: (file) => pathToFileURL(file).href,
  };
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const full = path.join(folder, file);
  const disk = await diskFileSystem.read(full);
  await writeFile(full, change(disk.state === 'text' ? disk.text : ''));
}

function preview(file: string, unsaved?: ReadonlyMap<string, string>, tools = {}): ReturnType<typeof previewPlan> {
  const request = { path: path.join(folder, file), ...(unsaved !== undefined && { unsaved }) };
  return previewPlan(ports(tools), request, caller);
}

describe('the plan of a pipeline', () => {
  it('has no change while nothing is changed', async () => {
    const plan = await preview('.gitlab-ci.yml');
    expect(plan).toMatchObject({
      ok: true,
      value: { kind: 'pipeline', base: expect.stringMatching(/^main at /u) as string },
    });
    if (!plan.ok || plan.value.kind !== 'pipeline') return;
    expect(plan.value.scenarios.map(({ name, created }) => [name, created])).toEqual([
      ['push to main', true],
      ['merge request into main', true],
    ]);
    const jobs = plan.value.scenarios.flatMap((scenario) => scenario.jobs);
    expect(jobs.length).toBeGreaterThan(2);
    expect(jobs.every(({ change }) => change === 'same')).toBe(true);
    expect(jobs.filter(({ location }) => location === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('names the jobs that the change adds, removes and changes, from an included file with unsaved text', async () => {
    const added = '\nsmoke-test:\n  stage: deploy\n  script: curl shop\n';
    await edit('ci/validate.yml', (text) => text.replace(/script:/u, 'before_script: [date]\n  script:'));
    const deploy = path.join(folder, 'ci/deploy.yml');
    const disk = await diskFileSystem.read(deploy);
    const text = `${disk.state === 'text' ? disk.text : ''}${added}`;
    workspace.open(deploy, text);
    const plan = await preview('ci/deploy.yml', new Map([[deploy, text]]));
    expect(plan.ok).toBe(true);
    if (!plan.ok || plan.value.kind !== 'pipeline') return;
    const [push] = plan.value.scenarios;
    expect(push?.jobs.filter(({ change }) => change === 'added')).toMatchObject([
      { name: 'smoke-test', stage: 'deploy', outcome: 'runs', location: { uri: pathToFileURL(deploy).href } },
    ]);
    expect(push?.jobs.filter(({ change }) => change === 'changed').length).toBeGreaterThan(0);
  });

  it('goes into child pipelines and their children, which have stages named after the jobs that start them', async () => {
    await writeFile(path.join(folder, '.gitlab-ci.yml'), 'one: { trigger: { include: ci/one.yml } }\n');
    await writeFile(path.join(folder, 'ci/one.yml'), 'two: { trigger: { include: [{ local: ci/two.yml }] } }\n');
    await writeFile(path.join(folder, 'ci/two.yml'), 'build: { stage: build, script: make }\n');
    await commitAll();
    await runGit(folder, ['branch', '--force', 'main', 'change']);
    const made = '{ artifact: made.yml, job: build }';
    await writeFile(
      path.join(folder, 'ci/two.yml'),
      `build: { stage: build, script: make all }\nlint: { script: lint }\ndynamic: { trigger: { include: [${made}] } }\n`,
    );
    const plan = await preview('ci/two.yml');
    if (!plan.ok || plan.value.kind !== 'pipeline') throw new Error('no plan');
    const [push] = plan.value.scenarios;
    expect(push?.jobs.map(({ stage, name, change }) => `${stage}: ${name} ${change}`)).toEqual([
      'test: one same',
      'one › test: two same',
      'one › two › build: build changed',
      'one › two › test: lint added',
      'one › two › test: dynamic added',
    ]);
    expect(plan.value.notChecked).toContain(
      "the child pipeline of 'dynamic' (made.yml): GitLab starts no child pipelines below 2 levels of them, so this job fails",
    );
  });

  it('says which child pipelines are not known, and which GitLab would refuse', async () => {
    await edit(
      '.gitlab-ci.yml',
      (text) => `${text}
make-jobs: { stage: .pre, script: make, artifacts: { paths: [made.yml] } }
dynamic: { stage: .post, trigger: { include: [{ artifact: made.yml, job: make-jobs }] } }
nowhere: { stage: .post, trigger: { include: ci/none.yml } }
`,
    );
    const plan = await preview('.gitlab-ci.yml');
    expect(plan).toMatchObject({
      ok: true,
      value: {
        notChecked: expect.arrayContaining([
          "the child pipeline of 'dynamic' (made.yml): job 'make-jobs' makes 'made.yml' when the pipeline runs",
          "the child pipeline of 'nowhere' (ci/none.yml): GitLab refuses it: Local file `ci/none.yml` does not exist!",
        ]) as string[],
      },
    });
  });

  it('starts from the file of another project that the settings name, with or without the editor knowing them', async () => {
    const elsewhere = { kind: 'project', instance: 'https://gitlab.example.com', project: 'group/ci' } as const;
    await rm(path.join(folder, '.gitlab-ci.yml'));
    await commitAll();
    await runGit(folder, ['branch', '--force', 'main', 'change']);
    workspace.setHome(folder, {
      state: 'known',
      instance: 'https://gitlab.example.com',
      project: 'group/app',
      pipelineFile: 'main.yml@group/ci',
    });
    workspace.open(
      includePath({ ...elsewhere, ref: 'HEAD', path: 'main.yml' }),
      'shared: { script: make, rules: [{ changes: [.gitlab/ci/*] }] }\n',
    );
    await mkdir(path.join(folder, '.gitlab/ci'), { recursive: true });
    await writeFile(path.join(folder, '.gitlab/ci/validate.yml'), 'validate: { script: make }\n');
    for (const project of [undefined, { remote: 'origin', defaultBranch: 'main', pipelineFile: 'main.yml@group/ci' }]) {
      const request = { path: path.join(folder, '.gitlab/ci/validate.yml'), ...(project && { project }) };
      const plan = await previewPlan(ports(), request, caller);
      if (!plan.ok || plan.value.kind !== 'pipeline') throw new Error('no plan');
      expect(plan.value.scenarios[0]?.jobs.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(['shared runs']);
      expect(plan.value.notChecked).toEqual([]);
    }
  });

  it('says so where that file cannot be had', async () => {
    const project = { remote: 'origin', defaultBranch: 'main', pipelineFile: 'https://ci.example.com/main.yml' };
    const plan = await previewPlan(ports(), { path: path.join(folder, 'ci/deploy.yml'), project }, caller);
    if (!plan.ok || plan.value.kind !== 'pipeline') throw new Error('no plan');
    expect(plan.value.notChecked.join()).toContain('https://ci.example.com/main.yml');
  });

  it('says what GitLab would refuse', async () => {
    await edit('.gitlab-ci.yml', (text) => `${text}\nbroken:\n  stage: nowhere\n  script: date\n`);
    const plan = await preview('.gitlab-ci.yml');
    expect(plan).toMatchObject({
      ok: true,
      value: { scenarios: [{ created: false, reason: expect.stringContaining('nowhere') as string }, {}] },
    });
  });
});

describe('the plan of manifests', () => {
  it('shows the objects of every overlay that reaches the file, with secrets masked', async () => {
    await edit('base/web/deployment.yaml', (text) => text.replace(/^spec:$/mu, 'spec:\n  minReadySeconds: 7'));
    await edit(
      'base/kustomization.yaml',
      (text) => `${text}\nsecretGenerator:\n  - name: api-key\n    literals: [key=canary-secret]\n`,
    );
    const plan = await preview('base/web/deployment.yaml');
    expect(plan).toMatchObject({
      ok: true,
      value: {
        kind: 'objects',
        title: 'overlays/production, overlays/staging',
        tool: expect.stringMatching(/^kubectl \(Kustomize 5\.\d+\.\d+\)$/) as string,
        notChecked: [],
      },
    });
    if (!plan.ok || plan.value.kind !== 'objects') return;
    const names = plan.value.objects.map(({ name, change }) => `${change} ${name}`);
    expect(names).toContainEqual(expect.stringMatching(/^update overlays\/staging: apps\/v1 Deployment .*web$/u));
    expect(names).toContainEqual(expect.stringMatching(/^create overlays\/production: v1 Secret .*api-key-/u));
    expect(plan.value.unchanged).toBeGreaterThan(0);
    expect(JSON.stringify(plan)).not.toContain('canary-secret');
    expect(JSON.stringify(plan)).not.toContain(Buffer.from('canary-secret').toString('base64'));
    const staging = plan.value.objects.find(({ name }) => /staging.*Deployment.*web/u.test(name));
    expect(staging?.paths).toEqual(['spec.minReadySeconds']);
    expect(staging?.right).toContain('minReadySeconds: 7');
    expect(staging?.source?.uri).toContain('base/web/deployment.yaml');
  });

  it('shows a manifest that no kustomization names as it is', async () => {
    await edit('clusters/staging/shop.yaml', (text) => text.replace(/interval: \S+/u, 'interval: 42m'));
    const plan = await preview('clusters/staging/shop.yaml');
    expect(plan).toMatchObject({ ok: true, value: { kind: 'objects', tool: '', title: 'clusters/staging/shop.yaml' } });
    if (!plan.ok || plan.value.kind !== 'objects') return;
    expect(plan.value.objects).toMatchObject([{ change: 'update', paths: ['spec.interval'] }]);
    expect(plan.value.objects[0]?.left).not.toContain('42m');
  });

  it('takes an overlay that the base does not have as new', async () => {
    await cp(path.join(folder, 'overlays/staging'), path.join(folder, 'overlays/canary'), { recursive: true });
    const plan = await preview('overlays/canary/kustomization.yaml');
    expect(plan).toMatchObject({ ok: true, value: { title: 'overlays/canary', unchanged: 0, notChecked: [] } });
    if (!plan.ok || plan.value.kind !== 'objects') return;
    expect(new Set(plan.value.objects.map(({ change }) => change))).toEqual(new Set(['create']));
  });

  it('names the tool that is missing and the way out', async () => {
    const plan = await preview('overlays/staging/kustomization.yaml', undefined, { kubectl: 'no-such-kubectl' });
    expect(plan).toMatchObject({ ok: false, problem: { code: 'missing-tool' } });
    expect(plan.ok ? '' : plan.problem.action).not.toBe('');
  });

  it('says when a kustomization cannot be built', async () => {
    await edit('overlays/staging/kustomization.yaml', (text) => `${text}\npatches: [{path: gone.yaml}]\n`);
    const plan = await preview('base/web/deployment.yaml');
    expect(plan).toMatchObject({
      ok: true,
      value: { notChecked: [expect.stringMatching(/^overlays\/staging: /u) as string] },
    });
  });
});

it('knows no plan of other files', async () => {
  expect(await preview('README.md')).toMatchObject({ ok: false, problem: { code: 'unsupported' } });
});
