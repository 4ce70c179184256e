import path from 'node:path';
import { parseArgs } from 'node:util';
import { engine } from '../gitlab/engine.ts';
import { onPath } from '../setup/machine.mjs';
import { ensurePart } from '../setup/parts.mjs';
import { startDemo, type RunningDemo } from './demo.ts';
import { startInBrowser, startOnDesktop, type Editor, type EditorSetup } from './editor.ts';
import { packageProduct, packageSignIn } from './package-extension.ts';

const usage = `Usage: npm start [-- --cluster] [-- --desktop]

  --cluster   deploy to a real API server (built once with Go) instead of answering from recorded objects
  --desktop   use the installed 'code' instead of VS Code in the browser
`;

interface Wish {
  readonly cluster: boolean;
  readonly desktop: boolean;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The parts, or what is missing and how to get it. */
async function gather(wish: Wish): Promise<{ kubectl: string | undefined; editor: EditorStart }> {
  const git = await ensurePart('git');
  if (!git.ok) throw new Error(`Git is missing: ${git.why}. The way out: ${git.howToGetIt}.`);
  const kubectl = await ensurePart('kubectl');
  say(`  kubectl: ${kubectl.ok ? kubectl.how : `none (${kubectl.why}); overlays are not rendered without it`}`);
  return { kubectl: kubectl.ok ? kubectl.paths.kubectl : undefined, editor: await findEditor(wish) };
}

type EditorStart = (setup: EditorSetup) => Promise<Editor>;

async function findEditor(wish: Wish): Promise<EditorStart> {
  if (wish.desktop) {
    const code = onPath('code');
    if (code === undefined) throw new Error("There is no 'code' on the PATH; leave --desktop out to use the browser.");
    say(`  VS Code: ${code}`);
    return (setup) => startOnDesktop(code, setup);
  }
  // The output panel works only with native parts, but nothing here is worth a compiler.
  const part = await ensurePart('vscode', { native: false });
  if (!part.ok) throw new Error(`VS Code is missing: ${part.why}. The way out: ${part.howToGetIt}.`);
  say(`  VS Code: ${part.how}`);
  return (setup) => startInBrowser(part.paths, setup);
}

async function openEditor(demo: RunningDemo, start: EditorStart): Promise<Editor> {
  say('  the packaged extension');
  const extensions = [await packageProduct(), await packageSignIn(demo.folder)];
  say('  VS Code');
  return start({
    folder: demo.clone,
    file: path.join(demo.clone, '.gitlab-ci.yml'),
    home: path.join(demo.folder, 'home'),
    extensions,
    environment: demo.environment,
  });
}

function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve();
      });
    }
  });
}

async function run(wish: Wish): Promise<void> {
  const interrupted = untilInterrupted();
  say('Getting the parts');
  const { kubectl, editor: start } = await gather(wish);
  say('Starting');
  const demo = await startDemo({
    realCluster: wish.cluster,
    gitlab: engine,
    say: (text) => {
      say(`  ${text}`);
    },
    ...(kubectl === undefined ? {} : { kubectl }),
  });
  try {
    const editor = await openEditor(demo, start);
    say(`\nGitLab   ${demo.gitlab.url}/${demo.seed.project.path} (signed in as ${demo.seed.user.username})`);
    say(editor.url === undefined ? 'VS Code  its window is open' : `VS Code  ${editor.url}`);
    say('\nREADME.md, section "The four jobs in two minutes", tells what to try. Ctrl-C stops everything.');
    await Promise.race([interrupted, editor.ended]);
    say('\nStopping');
    await editor.stop();
  } finally {
    await demo.stop();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cluster: { type: 'boolean', default: false },
      desktop: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) process.stdout.write(usage);
  else await run(values);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
process.exit();
