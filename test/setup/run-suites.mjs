import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { repositoryFolder } from './machine.mjs';
import { ensurePart } from './parts.mjs';
import { countVitest } from './vitest-report.mjs';

/**
 * Runs each suite whose parts can be had, says what it got, and lists at the end the suites that did not run with the way to get
 * their parts. Answers how many tests passed and failed; with `mustRun`, a suite that cannot run counts as one failed.
 */
export async function runSuites(suites, { mustRun = false, ensure = ensurePart, root = repositoryFolder } = {}) {
  const total = { passed: 0, failed: 0 };
  const notRun = [];
  const scripts = new Map();
  for (const suite of suites) {
    if (!hasTests(path.join(root, suite.folder))) {
      console.log(`\n${suite.name}: no tests yet in ${suite.folder}`);
      continue;
    }
    console.log(`\n${suite.name}`);
    const missing = await missingParts(suite, ensure);
    if (missing.length > 0) {
      notRun.push({ suite, missing });
      total.failed += mustRun ? 1 : 0;
      continue;
    }
    const result = await runSuite(suite, scripts, root);
    console.log(`${suite.name}: ${result.passed} passed, ${result.failed} failed`);
    total.passed += result.passed;
    total.failed += result.failed;
  }
  for (const { suite, missing } of notRun) {
    console.log(`\n${suite.name}: not run${mustRun ? ', which is a failure with CI=true' : ''}`);
    for (const { name, part } of missing)
      console.log(`  ${name} cannot be had: ${part.why}\n  The way to get it: ${part.howToGetIt}.`);
  }
  if (suites.length > 0) console.log('');
  return total;
}

function hasTests(folder) {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((name) => /\.test\.[cm]?[jt]s$|^main\.mjs$/.test(String(name)));
}

async function missingParts(suite, ensure) {
  const missing = [];
  for (const name of suite.parts) {
    const part = await ensure(name);
    console.log(`  ${name}: ${part.ok ? part.how : 'missing'}`);
    if (!part.ok) missing.push({ name, part });
  }
  return missing;
}

/** Never answers "nothing failed" for a suite that ran no test. */
async function runSuite(suite, scripts, root) {
  for (const script of suite.before ?? []) {
    if (!scripts.has(script)) scripts.set(script, await start(root)('npm', ['run', '--silent', script]));
    if (scripts.get(script) === 0) continue;
    console.log(`${suite.name}: 'npm run ${script}' failed, which it needs`);
    return { passed: 0, failed: 1 };
  }
  if (suite.command === 'vitest')
    return countVitest(['--config', '.config/vitest.suites.config.ts', `${suite.folder}/`], start(root));
  const [command, ...words] = suite.command;
  let lastLine = '';
  const code = await start(root, (text) => (lastLine = text.trimEnd().split('\n').at(-1) || lastLine))(command, words);
  const said = /^(\d+) passed, (\d+) failed$/.exec(lastLine);
  const [passed, failed] = said ? [Number(said[1]), Number(said[2])] : [0, 0];
  return failed === 0 && (code !== 0 || passed === 0) ? { passed, failed: 1 } : { passed, failed };
}

/** Runs a program with its output shown; answers its exit code. */
function start(root, onOutput) {
  return (command, words) =>
    new Promise((resolve) => {
      const child = spawn(command, words, { cwd: root, stdio: ['ignore', onOutput ? 'pipe' : 'inherit', 'inherit'] });
      let output = '';
      child.stdout?.on('data', (chunk) => {
        process.stdout.write(chunk);
        output = (output + chunk).slice(-10_000);
        onOutput(output);
      });
      child.on('error', (error) => {
        console.log(error.message);
        resolve(1);
      });
      child.on('close', (code) => resolve(code ?? 1));
    });
}
