// `npm test`: everything of `npm run check`, then the suites with real counterparts. `npm test -- cluster gitlab` runs only those suites.
import { check } from '../.config/check.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { runSuites } from './setup/run-suites.mjs';
import { suites } from './suites.mjs';

process.exitCode = await main(process.argv.slice(2));

async function main(names) {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`There is no suite '${unknown[0]}'; there are ${suites.map((suite) => suite.name).join(', ')}.`);
    return 1;
  }
  const dependencies = await ensureDependencies();
  console.log(`Dependencies: ${dependencies.ok ? dependencies.how : `missing: ${dependencies.why}`}`);
  if (!dependencies.ok) {
    console.log(`The way out: ${dependencies.howToGetIt}.`);
    console.log('0 passed, 1 failed');
    return 1;
  }
  const checked = names.length > 0 ? { passed: 0, failed: 0 } : await check();
  const chosen = names.length > 0 ? suites.filter((suite) => names.includes(suite.name)) : suites;
  const ran = await runSuites(chosen, { mustRun: process.env.CI === 'true' });
  const failed = checked.failed + ran.failed;
  console.log(`${checked.passed + ran.passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}
