import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { diskFileSystem } from '../../server/src/io/file-system.ts';
import { createGit } from '../../server/src/io/git/git.ts';
import { createRenderer } from '../../server/src/io/renderer.ts';
import { mergedPipeline, mergedPipelineOfTarget } from '../../server/src/workflows/merged-pipeline.ts';
import type { PreviewPlanPorts } from '../../server/src/workflows/preview-plan.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { caller, runGit } from './bench.ts';

let folder: string;
let workspace: Workspace;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'plumbline-merged-')));
  await runGit(folder, ['init', '--quiet', '--initial-branch=main']);
  await write('base.yml', '.base: { retry: 2 }\n');
  await write('.gitlab-ci.yml', 'include: base.yml\nbuild: { extends: .base, script: make }\n');
  await runGit(folder, ['add', '--all']);
  await runGit(folder, ['-c', 'user.name=Dan', '-c', 'user.email=d@example.com', 'commit', '--quiet', '-m', 'All']);
  await runGit(folder, ['switch', '--quiet', '--create', 'change']);
  await write('base.yml', '.base: { retry: 1 }\n');
  workspace = new Workspace();
  workspace.setRoots([folder]);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(name: string, text: string): Promise<void> {
  await writeFile(path.join(folder, name), text);
}

/** What the language server's host does, without its timers. */
function ports(): PreviewPlanPorts {
  return {
    git: createGit(() => 'git'),
    renderer: createRenderer({ executables: () => ({ git: 'git', kubectl: 'none', kustomize: 'none' }) }),
    fileSystem: diskFileSystem,
    uriOf: (file) => `file://${file}`,
    load: async (paths) => {
      workspace.setListing(folder, await diskFileSystem.list(folder));
      for (const file of [...paths, ...workspace.takeWanted()])
        workspace.setDisk(file, await diskFileSystem.read(file));
      return workspace.snapshot();
    },
  };
}

it('gives the pipeline of the target branch beside that of the working tree', async () => {
  const entry = `${folder}/.gitlab-ci.yml`;
  const after = await mergedPipeline(ports(), entry, caller);
  const before = await mergedPipelineOfTarget(ports(), entry, caller);
  if (!after.ok || !before.ok) throw new Error('neither was refused');
  expect(after.value.text).toContain('build:\n  retry: 1\n');
  expect(before.value.text).toBe(after.value.text.replaceAll('retry: 1', 'retry: 2'));
  expect(before.value.revision).toMatch(/^main at [0-9a-f]{8}$/u);
  expect(before.value.origins.every(({ uri }) => uri === undefined)).toBe(true);
  expect(before.value.origins.map(({ file }) => file)).toContain('base.yml');
});

it('ends when it is cancelled', async () => {
  const cancelled = { isCancellationRequested: true, onCancellationRequested: () => ({ dispose: () => undefined }) };
  const outcome = await mergedPipeline(ports(), `${folder}/.gitlab-ci.yml`, { token: cancelled });
  expect(outcome).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
});
