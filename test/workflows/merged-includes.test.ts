import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { diskFileSystem } from '../../server/src/io/file-system.ts';
import { createGit } from '../../server/src/io/git/git.ts';
import { createRenderer } from '../../server/src/io/renderer.ts';
import type { MergedPipelineText } from '../../server/src/lsp/protocol.ts';
import { mergedPipeline, mergedPipelineOfTarget } from '../../server/src/workflows/merged-pipeline.ts';
import type { PreviewPlanPorts } from '../../server/src/workflows/preview-plan.ts';
import { isIncludePath } from '../../server/src/workspace/include-address.ts';
import type { IncludeReader } from '../../server/src/workspace/ports/includes.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { caller, runGit } from './bench.ts';
import { startIncludeBench, type IncludeBench } from './include-bench.ts';

/** Both sides of the merged comparison where the pipeline includes files from elsewhere. */
let bench: IncludeBench;
let folder: string;
let reader: IncludeReader;
let workspace: Workspace;

const pipeline = (version: string, ref: string): string => `include:
  - component: $CI_SERVER_FQDN/components/checks/lint@${version}
  - project: components/checks
    ref: ${ref}
    file: /templates/scan/*.yml
ship:
  script: ship
`;

beforeAll(async () => {
  bench = await startIncludeBench();
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'plumbline-merged-')));
  await runGit(folder, ['init', '--quiet', '--initial-branch=main']);
  await runGit(folder, ['remote', 'add', 'origin', `${bench.gitlab.url}/platform/shop/gitops.git`]);
  await write('.gitlab-ci.yml', pipeline('1.0.0', 'main').replace('/*', '/template'));
  await runGit(folder, ['add', '--all']);
  await runGit(folder, ['-c', 'user.name=Dan', '-c', 'user.email=d@example.com', 'commit', '--quiet', '-m', 'All']);
  await runGit(folder, ['switch', '--quiet', '--create', 'change']);
  await write('.gitlab-ci.yml', pipeline('2.0.0', 'main').replace('/*', '/template'));
});

beforeEach(() => {
  bench.gitlab.faults.clear();
  reader = bench.reader();
  workspace = new Workspace();
  workspace.setRoots([folder]);
});

afterAll(async () => {
  await bench.end();
  await rm(folder, { recursive: true, force: true });
});

function write(name: string, text: string): Promise<void> {
  return writeFile(path.join(folder, name), text);
}

/** What the language server's host does, without its timers. */
function ports(): PreviewPlanPorts {
  return {
    git: createGit(() => 'git'),
    renderer: createRenderer({ executables: () => ({ git: 'git', kubectl: 'none', kustomize: 'none' }) }),
    fileSystem: diskFileSystem,
    uriOf: (file) => (isIncludePath(file) ? file : `file://${file}`),
    load: async (paths) => {
      workspace.setListing(folder, await diskFileSystem.list(folder));
      for (const root of workspace.takeWantedHomes()) workspace.setHome(root, await reader.home(root));
      for (const file of [...paths, ...workspace.takeWanted()]) {
        workspace.setDisk(file, await (isIncludePath(file) ? reader.read(file) : diskFileSystem.read(file)));
      }
      return workspace.snapshot();
    },
  };
}

async function both(): Promise<{ readonly after: MergedPipelineText; readonly before: MergedPipelineText }> {
  const entry = `${folder}/.gitlab-ci.yml`;
  const after = await mergedPipeline(ports(), entry, caller);
  const before = await mergedPipelineOfTarget(ports(), entry, caller);
  if (!after.ok || !before.ok) throw new Error(JSON.stringify([after, before]));
  return { after: after.value, before: before.value };
}

describe('the merged pipeline of the target branch', () => {
  it('has the included files as that branch names them', async () => {
    const { after, before } = await both();
    expect(after.text).toContain('script: lint 2.0.0\n');
    expect(before.text).toBe(after.text.replace('lint 2.0.0', 'lint 1.0.0'));
    expect(before.revision).toMatch(/^main at [\da-f]{8}$/u);
    const files = new Map(before.origins.map(({ file, uri }) => [file, uri]));
    expect(files.get('component lint of components/checks (1.0.0)')).toMatch(/^plumbline-include:/u);
    expect(files.get('.gitlab-ci.yml')).toBeUndefined();
  });

  it('names what could not be read on either side, with the rest merged', async () => {
    bench.gitlab.faults.add({ kind: 'status', status: 503, path: '/api/v4/projects/components/checks*', count: -1 });
    reader = bench.reader({ cacheFolder: () => path.join(folder, '.nothing') });
    const { after, before } = await both();
    for (const { text } of [after, before]) {
      expect(text).toMatch(/^# Not in here: include:component .*failed with 503/mu);
      expect(text).toContain('ship:\n');
    }
  });
});
