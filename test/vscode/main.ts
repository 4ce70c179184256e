import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { repositoryFolder } from '../setup/machine.mjs';
import { countVitest } from '../setup/vitest-report.mjs';
import { runIntegration } from './run-integration.ts';

/** The suite in the extension host, then the suite that looks at the window. */
export async function main(): Promise<void> {
  process.stdout.write('In the extension host:\n');
  const inside = await runIntegration(fileURLToPath(new URL('code-stand-in.mjs', import.meta.url)));
  process.stdout.write('In the window:\n');
  // One window at a time: two on a small machine wait for each other more than they save.
  const words = [
    '--config',
    '.config/vitest.suites.config.ts',
    '--no-file-parallelism',
    '--testTimeout=300000',
    'test/vscode/',
  ];
  const window = await countVitest(words, start);
  const [passed, failed] = [inside.passed + window.passed, inside.failed + window.failed];
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function start(command: string, words: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, words, { cwd: repositoryFolder, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', () => {
      resolve(1);
    });
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
}
