import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { defineTests } from './extension.suite.ts';

export interface TestResult {
  readonly title: string;
  readonly milliseconds: number;
  /** What went wrong; absent when nothing did. */
  readonly error?: string;
}

/** Runs in the extension host, on desktop VS Code as well as in code-server, and leaves the results where the starter looks. */
export function run(): Promise<void> {
  // VS Code mixes its own log into what is printed here, so the starter prints the results.
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, reporter: Mocha.reporters.Base });
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, '', mocha);
  defineTests();
  const results: TestResult[] = [];
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const file = process.env['PLUMBLINE_TEST_RESULTS'];
      if (file !== undefined) writeFileSync(file, JSON.stringify(results));
      if (failures > 0) reject(new Error(`${failures} tests failed`));
      else resolve();
    });
    runner.on('pass', (test) => results.push({ title: test.fullTitle(), milliseconds: test.duration ?? 0 }));
    runner.on('fail', (test, error: Error) =>
      results.push({ title: test.fullTitle(), milliseconds: test.duration ?? 0, error: error.stack ?? error.message }),
    );
  });
}
