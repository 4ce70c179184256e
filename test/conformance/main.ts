import { readFileSync } from 'node:fs';
import { runOwnersCases } from './codeowners.ts';
import { runCorpus } from './corpus.ts';
import { runDriftCases } from './drift.ts';
import { runSchemaCases } from './gitlab-schema.ts';
import { runSemanticsCases } from './gitlab-semantics.ts';

/** A set of cases: how many hold, and a line for each that does not. */
interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly lines: readonly string[];
}

const suites: Readonly<Record<string, (argument: string, more?: string) => Outcome | Promise<Outcome>>> = {
  codeowners: (file) => runOwnersCases(readFileSync(file, 'utf8')),
  corpus: (folder, expectations) => runCorpus(folder, expectations),
  'gitlab-schema': (folder) => runSchemaCases(folder.replace(/\/+$/, '')),
  'gitlab-semantics': (file) => runSemanticsCases(readFileSync(file, 'utf8')),
  drift: (file) => runDriftCases(readFileSync(file, 'utf8')),
};

const [suite = '', argument, more] = process.argv.slice(2);
const run = Object.hasOwn(suites, suite) ? suites[suite] : undefined;
if (run === undefined || argument === undefined) {
  process.stderr.write(
    `Usage: npm run conformance -- SUITE FILE, where SUITE is one of: ${Object.keys(suites).join(', ')}\n`,
  );
  process.exitCode = 2;
} else {
  const { passed, failed, lines } = await run(argument, more);
  process.stdout.write([...lines, `${passed} passed, ${failed} failed`, ''].join('\n'));
  process.exitCode = failed > 0 ? 1 : 0;
}
