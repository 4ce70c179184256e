import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryFolder } from './machine.mjs';

/**
 * Runs Vitest through `start(command, words)` and counts from its JSON report. A file that breaks before its tests begin counts as one
 * failed, so does a test that was skipped (nothing here may be skipped), and so does a run without any test or report.
 */
export async function countVitest(words, start, reporter = 'default') {
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-report-'));
  const report = path.join(folder, 'report.json');
  try {
    const vitest = path.join(repositoryFolder, 'node_modules/vitest/vitest.mjs');
    const reporters = [`--reporter=${reporter}`, '--reporter=json', `--outputFile.json=${report}`];
    const code = await start(process.execPath, [vitest, 'run', ...reporters, ...words]);
    const text = await readFile(report, 'utf8').catch(() => undefined);
    return text === undefined ? { passed: 0, failed: 1 } : count(JSON.parse(text), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function count(report, code) {
  const total = { passed: 0, failed: 0 };
  for (const file of report.testResults) {
    const tests = file.assertionResults.map((test) => test.status);
    const passed = tests.filter((status) => status === 'passed').length;
    total.passed += passed;
    const notPassed = tests.length - passed;
    total.failed += notPassed === 0 && file.status !== 'passed' ? 1 : notPassed;
  }
  // An error outside of any test, or nothing to run, shows only in the exit code.
  if (total.failed === 0 && (code !== 0 || total.passed === 0)) total.failed = 1;
  return total;
}
