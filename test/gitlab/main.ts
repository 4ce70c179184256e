import { parseArgs } from 'node:util';
import { engine } from './engine.ts';
import { seedDemo } from './seeds/demo.ts';
import { startGitLab } from './index.ts';

const usage = 'Usage: npm run gitlab -- [--port N] [--seed demo]\n';

/** Starts the test GitLab by itself, prints where it is, and stops it on Ctrl-C. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      seed: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || (values.seed !== undefined && values.seed !== 'demo') || !/^\d+$/u.test(values.port)) {
    process.stderr.write(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const gitlab = await startGitLab({ port: Number(values.port), ...engine });
  const stop = (): void => {
    void gitlab.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.stdout.write(`URL    ${gitlab.url}\n`);
  if (values.seed === undefined) {
    const user = gitlab.createUser({ username: 'root', name: 'Administrator' });
    process.stdout.write(`Token  ${gitlab.createToken(user)}\n`);
    return;
  }
  const demo = await seedDemo(gitlab);
  process.stdout.write(`Token  ${demo.token}\nClone  ${demo.cloneUrl}\n`);
}

await main();
