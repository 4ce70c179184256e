import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { cacheFolder, repositoryFolder } from '../setup/machine.mjs';
import type { TestResult } from './integration/index.ts';
import { brokenPipeline, git, makeFolder } from './workspace-folder.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Runs the suite of `integration/` in the extension host of a VS Code: of the given executable, else of the desktop version that
 * @vscode/test-electron downloads. A run that leaves no result counts as one failed.
 */
export async function runIntegration(vscodeExecutablePath: string | undefined): Promise<Counts> {
  // Two runs at a time must not take each other's results.
  const folder = path.join(cacheFolder, 'integration', String(process.pid));
  await mkdir(folder, { recursive: true });
  const results = path.join(folder, 'results.json');
  const suite = path.join(folder, 'suite.cjs');
  await esbuild.build({
    entryPoints: [fileURLToPath(new URL('integration/index.ts', import.meta.url))],
    outfile: suite,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    // Mocha looks for files that only its parallel mode needs.
    logLevel: 'error',
  });
  const workspace = await makeFolder({ '.gitlab-ci.yml': brokenPipeline });
  await git(workspace.path, 'init', '--quiet');
  try {
    await runTests({
      ...(vscodeExecutablePath === undefined ? {} : { vscodeExecutablePath }),
      extensionDevelopmentPath: repositoryFolder,
      extensionTestsPath: suite,
      launchArgs: [workspace.path, '--disable-extensions'],
      extensionTestsEnv: { PLUMBLINE_TEST_RESULTS: results },
    });
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  } finally {
    await workspace.remove();
  }
  const text = await readFile(results, 'utf8').catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
  return text === undefined ? { passed: 0, failed: 1 } : report(JSON.parse(text) as readonly TestResult[]);
}

function report(results: readonly TestResult[]): Counts {
  for (const { title, milliseconds, error } of results) {
    process.stdout.write(`  ${error === undefined ? 'ok    ' : 'FAILED'}  ${title} (${milliseconds} ms)\n`);
    if (error !== undefined) process.stdout.write(`${error.replace(/^/gmu, '          ')}\n`);
  }
  const failed = results.filter(({ error }) => error !== undefined).length;
  return { passed: results.length - failed, failed };
}
