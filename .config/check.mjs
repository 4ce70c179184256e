// `npm run check`: format, types, lint, dependency rules, unit and page tests. Under a minute on two cores.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { countVitest } from '../test/setup/vitest-report.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

// The longest first, so that the short ones fill the other core.
const steps = [
  {
    name: 'lint',
    script: 'node_modules/eslint/bin/eslint.js',
    words: ['-c', '.config/eslint.config.mjs', '.', '--max-warnings', '0', '--concurrency', 'off'],
  },
  { name: 'types', script: 'node_modules/typescript/bin/tsc', words: ['-b'] },
  { name: 'tests' },
  {
    name: 'dependencies',
    script: 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    words: ['-c', '.config/dependency-cruiser.cjs', 'server', 'client', 'test'],
  },
  {
    name: 'format',
    script: 'node_modules/prettier/bin/prettier.cjs',
    words: [
      ...[
        '--config',
        '.config/prettier.json',
        '--ignore-path',
        '.config/prettierignore',
        '--log-level',
        'warn',
        '--check',
        '.',
      ],
      ...['--cache', '--cache-strategy', 'content', '--cache-location', '.cache/prettier'],
    ],
  },
];

/** Runs all steps and says what failed. A step other than the tests counts only when it fails, as one. */
export async function check() {
  const begun = Date.now();
  const total = { passed: 0, failed: 0 };
  const waiting = [...steps];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const { passed, failed, output, seconds } = await runStep(step);
      total.passed += passed;
      total.failed += failed;
      const counts = step.script ? '' : `, ${passed} passed, ${failed} failed`;
      console.log(`${failed > 0 ? 'FAILED' : 'ok    '}  ${step.name} (${seconds} s${counts})`);
      if (failed > 0) console.log(output.trimEnd().replace(/^/gm, '        '));
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  console.log(`check took ${secondsSince(begun)} s`);
  return total;
}

async function runStep(step) {
  const begun = Date.now();
  let output = '';
  const start = (command, words) => capture(command, words, (text) => (output += text));
  const result = step.script
    ? { passed: 0, failed: (await start(process.execPath, [step.script, ...step.words])) === 0 ? 0 : 1 }
    : await countVitest(['--config', '.config/vitest.config.ts'], start, 'dot');
  return { ...result, output, seconds: secondsSince(begun) };
}

function capture(command, words, onText) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    child.stdout.on('data', onText);
    child.stderr.on('data', onText);
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function secondsSince(begun) {
  return ((Date.now() - begun) / 1000).toFixed(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed } = await check();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
