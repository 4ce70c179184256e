import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import type { Result } from '../../server/src/base/result.ts';
import { createRenderer } from '../../server/src/io/renderer.ts';
import type { Rendered, RenderRequest, RenderSource } from '../../server/src/workspace/ports/renderer.ts';
import { ensurePart } from '../setup/parts.mjs';

const execute = promisify(execFile);
let kubectl: string;
let root: string;

const deployment = (image: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: web, image: ${image} }] } } }\n`;
const base = 'resources: [deployment.yaml]\n';
const overlay = 'resources: [../../base]\nnamePrefix: staging-\n';

beforeAll(async () => {
  const part = await ensurePart('kubectl');
  if (!part.ok) throw new Error(part.why);
  kubectl = part.paths.kubectl;
});

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'plumbline-tree-'));
  await put('base/kustomization.yaml', base);
  await put('base/deployment.yaml', deployment('nginx:1'));
  await put('overlays/staging/kustomization.yaml', overlay);
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

async function put(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}

const git = async (...args: string[]): Promise<string> => {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  return (await execute('git', [...who, ...args], { cwd: root })).stdout.trim();
};

async function commit(): Promise<string> {
  await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'Start');
  return git('rev-parse', 'HEAD');
}

function render(
  change: Partial<RenderRequest> = {},
  executables: { kustomize?: string; kubectl?: string } = {},
): Promise<Result<Rendered>> {
  const renderer = createRenderer({
    executables: () => ({ git: 'git', kubectl, kustomize: 'no-such-kustomize', ...executables }),
  });
  const source: RenderSource = { from: 'working-tree', root };
  return renderer.render({ kind: 'kustomize', source, folder: 'overlays/staging', ...change }, neverCancelled);
}

/** What this and every other test of the machine left behind. */
function leftOver(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('plumbline-render-'));
}

test('the working tree is rendered by kubectl where kustomize is not', async () => {
  const answer = await render();
  expect(answer).toMatchObject({ ok: true, value: { tool: { name: 'kubectl', version: '5.7.1' } } });
  expect(JSON.stringify(answer)).toContain('name: staging-web');
});

test('a kustomize that is there is preferred', async () => {
  // The program of that name, which kubectl has inside.
  const kustomize = path.join(root, 'kustomize');
  await writeFile(
    kustomize,
    `#!/bin/sh\ncase "$1" in build) exec '${kubectl}' kustomize "$2";; version) echo v5.7.1;; esac\n`,
  );
  await chmod(kustomize, 0o755);
  expect(await render({}, { kustomize })).toMatchObject({
    ok: true,
    value: { tool: { name: 'kustomize', version: '5.7.1' } },
  });
});

test('unsaved texts are laid over the working tree, which stays as it is', async () => {
  const file = path.join(root, 'base/deployment.yaml');
  const unsaved = new Map([[file, deployment('nginx:2')]]);
  const answer = await render({ source: { from: 'working-tree', root, unsaved } });
  expect(JSON.stringify(answer)).toContain('image: nginx:2');
  expect(await readFile(file, 'utf8')).toContain('nginx:1');
  expect(leftOver()).toEqual([]);
});

test('a revision is rendered as it was, whatever the working tree and the index say', async () => {
  const revision = await commit();
  await put('base/deployment.yaml', deployment('nginx:2'));
  await git('add', '--all');
  await rm(path.join(root, 'overlays'), { recursive: true });
  const answer = await render({ source: { from: 'revision', root, revision } });
  expect(answer).toMatchObject({ ok: true });
  expect(JSON.stringify(answer)).toContain('image: nginx:1');
  expect(await git('status', '--porcelain')).toBe('M  base/deployment.yaml\n D overlays/staging/kustomization.yaml');
  expect(leftOver()).toEqual([]);
});

test('every byte of a revision comes through', async () => {
  await writeFile(path.join(root, 'overlays/staging/logo.bin'), Buffer.from([0, 255, 10, 128, 13, 10, 0]));
  await put('overlays/staging/größe.txt', 'größer\n');
  const files =
    'configMapGenerator: [{ name: logo, files: [logo.bin, size=größe.txt], options: { disableNameSuffixHash: true } }]';
  await put('overlays/staging/kustomization.yaml', overlay + files);
  const revision = await commit();
  const answer = await render({ source: { from: 'revision', root, revision } });
  expect(answer).toEqual(await render());
  expect(JSON.stringify(answer)).toContain('logo.bin: AP8KgA0KAA==');
});

test('texts alone can be rendered', async () => {
  const files = new Map([
    ['app/kustomization.yaml', base],
    ['app/deployment.yaml', deployment('nginx:3')],
    ['../outside.yaml', 'never written'],
  ]);
  const answer = await render({ source: { from: 'files', files }, folder: 'app' });
  expect(JSON.stringify(answer)).toContain('image: nginx:3');
  expect(existsSync(path.join(tmpdir(), 'outside.yaml'))).toBe(false);
});

test('a link that leads out of the tree is not followed, one inside is', async () => {
  const secret = path.join(root, '..', `${path.basename(root)}.env`);
  await writeFile(secret, 'PASSWORD=hush-hush\n');
  await symlink(secret, path.join(root, 'overlays/staging/leak.env'));
  await symlink('..', path.join(root, 'overlays/up'));
  await symlink('../base/deployment.yaml', path.join(root, 'overlays/inside.yaml'));
  const generator = `configMapGenerator: [{ name: leak, envs: [leak.env] }]\n`;
  await put('overlays/staging/kustomization.yaml', overlay + generator);
  const revision = await commit();
  const answer = await render({ source: { from: 'revision', root, revision } });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'tool-failed' } });
  expect(JSON.stringify(answer)).not.toContain('hush');
  await rm(secret);
  await put('overlays/kustomization.yaml', 'resources: [up/base]\n');
  const unsaved = new Map([[path.join(root, 'overlays/staging/kustomization.yaml'), overlay]]);
  expect(await render({ source: { from: 'working-tree', root, unsaved }, folder: 'overlays' })).toMatchObject({
    ok: true,
  });
});

test('nothing is loaded from the network unless it is allowed', async () => {
  const hidden = 'https://token:hush-hush@git.example.com/group/base.git?ref=v1';
  for (const [reference, shown] of [
    [hidden, 'https://git.example.com/group/base.git?ref=v1'],
    ['github.com/group/repository//base', 'github.com/group/repository//base'],
    ['git@git.example.com:group/base.git', 'git@git.example.com:group/base.git'],
    ['https://git.example.com/raw/deployment.yaml', 'https://git.example.com/raw/deployment.yaml'],
  ] as const) {
    await put('base/kustomization.yaml', `resources: ["${reference}"]\n`);
    const answer = await render();
    expect(answer).toMatchObject({ ok: false, problem: { code: 'refused' } });
    expect(JSON.stringify(answer)).toContain(`'base/kustomization.yaml' builds upon '${shown}'`);
    expect(JSON.stringify(answer)).not.toContain('hush');
  }
});

test("a broken kustomization is answered with the tool's words, about the user's own paths", async () => {
  await put('base/kustomization.yaml', 'resources: [no-such-file.yaml]\n');
  const revision = await commit();
  const answer = await render({ source: { from: 'revision', root, revision } });
  expect(answer).toMatchObject({
    ok: false,
    problem: { code: 'tool-failed', message: "kubectl kustomize cannot build 'overlays/staging'." },
  });
  expect(JSON.stringify(answer)).toContain(path.join(root, 'base/no-such-file.yaml'));
  expect(leftOver()).toEqual([]);
});

test('without either tool both are named, with the way to get one', async () => {
  expect(await render({}, { kubectl: 'no-such-kubectl' })).toMatchObject({
    ok: false,
    problem: {
      code: 'missing-tool',
      message: "Kustomize is not on this machine: there is neither 'no-such-kustomize' nor 'no-such-kubectl'.",
    },
  });
});

test('a folder or a revision that is not there is not found', async () => {
  const revision = await commit();
  expect(await render({ folder: 'overlays/production' })).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  const source: RenderSource = { from: 'revision', root, revision };
  expect(await render({ folder: 'overlays', source })).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  expect(await render({ kind: 'plain', folder: 'nowhere', source })).toMatchObject({
    ok: false,
    problem: { code: 'not-found' },
  });
  const wrong: RenderSource = { from: 'revision', root, revision: '--output=x' };
  expect(await render({ source: wrong })).toMatchObject({ ok: false, problem: { code: 'tool-failed' } });
  expect(leftOver()).toEqual([]);
});

test('plain files come one after the other, each with its path', async () => {
  await put('plain/b.yaml', 'kind: B');
  await put('plain/a/one.yml', 'kind: A\n');
  await put('plain/readme.md', '# no');
  expect(await render({ kind: 'plain', folder: 'plain' })).toEqual({
    ok: true,
    value: {
      text: '---\n# Source: plain/a/one.yml\nkind: A\n---\n# Source: plain/b.yaml\nkind: B\n',
      tool: { name: 'files', version: '' },
    },
  });
});
