// `npm start`: gets the dependencies when they are not there, then runs the demo itself.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from '../setup/dependencies.mjs';

const dependencies = await ensureDependencies();
if (dependencies.ok) {
  const demo = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', demo, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the demo directly, as it is in the same group; this process only waits until it has stopped everything.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  console.error(`The dependencies are missing: ${dependencies.why}. The way out: ${dependencies.howToGetIt}.`);
  process.exitCode = 1;
}
