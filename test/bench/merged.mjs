// `plumbline pipeline --merged` beside `gitlab-ci-local --preview`: the same pipelines, in turn, in one run. Both start as a user
// starts them, so the time is that of the whole command.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installOnce, repositoryFolder, run, say } from '../setup/machine.mjs';
import { soundPipeline } from './documents.mjs';
import { Table } from './table.mjs';

const PEER = 'gitlab-ci-local@4.75.1';
const SIZES = [300, 1500, 5000];

/** Measures and prints the table. `files` are pipelines of one's own; by default ones of three sizes are generated. */
export async function benchMerged({ rounds = 5, files = [] } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-bench-'));
  try {
    const programs = await preparePrograms();
    const documents = await (files.length > 0 ? readDocuments(files) : generateDocuments());
    const table = new Table(programs.map(({ name }) => name));
    for (const { name, text } of documents) {
      const repository = await makeRepository(path.join(folder, name), text);
      for (let round = 0; round < rounds; round++) {
        for (const program of programs) {
          say(`${name}, round ${round + 1} of ${rounds}: ${program.name}`);
          table.add(program.name, `${name}: merged (ms)`, await measure(program, repository, text));
        }
      }
    }
    table.print();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function generateDocuments() {
  return SIZES.map((lines) => ({ name: `gitlab-${lines}`, text: soundPipeline(lines) }));
}

function readDocuments(files) {
  return Promise.all(
    files.map(async (file) => {
      const name = `${path.basename(path.dirname(path.resolve(file)))}-${path.basename(file)}`.replace(
        /^-|\.ya?ml$/g,
        '',
      );
      return { name, text: await readFile(file, 'utf8') };
    }),
  );
}

async function preparePrograms() {
  const own = path.join(repositoryFolder, 'dist/cli.cjs');
  if (!existsSync(own)) throw new Error("dist/cli.cjs is not there; run 'npm run build' first");
  const peer = await installPeer();
  return [
    { name: PEER, ...peer },
    { name: 'plumbline', command: process.execPath, args: [own, 'pipeline', '--merged'] },
  ];
}

/** gitlab-ci-local needs Node 22 or newer, so it gets one of its own from npm where this one is older. */
async function installPeer() {
  const isNew = Number(process.versions.node.split('.')[0]) >= 22;
  const node = `node-linux-${process.arch}@24`;
  const { folder } = await installOnce('bench-peer-merged', async (draft) => {
    say(`installing ${PEER} from npm`);
    await writeFile(path.join(draft, 'package.json'), '{"private":true}');
    const packages = isNew ? [PEER] : [PEER, node];
    await run('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: draft });
  });
  const modules = path.join(folder, 'node_modules');
  const { bin } = JSON.parse(await readFile(path.join(modules, 'gitlab-ci-local/package.json'), 'utf8'));
  const entry = typeof bin === 'string' ? bin : bin['gitlab-ci-local'];
  return {
    command: isNew ? process.execPath : path.join(modules, node.replace(/@\d+$/, ''), 'bin/node'),
    args: [path.join(modules, 'gitlab-ci-local', entry), '--preview'],
  };
}

/** Both ask Git for the branch, and the peer for the remote, too. */
async function makeRepository(folder, text) {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, '.gitlab-ci.yml'), text);
  const git = (...words) =>
    run('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...words], { cwd: folder });
  await git('init', '--quiet', '--initial-branch=main');
  await git('remote', 'add', 'origin', 'https://gitlab.example.com/shop/shop.git');
  await git('add', '.gitlab-ci.yml');
  await git('commit', '--quiet', '--message', 'Begin');
  return folder;
}

/** The time of one run, which has to print every job. */
async function measure({ name, command, args }, folder, text) {
  const begun = performance.now();
  const { output, errors } = await collect(command, args, folder);
  const milliseconds = performance.now() - begun;
  const jobs = text.match(/^[\w"'][^\n]*:$/gm) ?? [];
  const lacking = jobs.filter((job) => job !== 'default:' && !output.includes(job));
  if (output === '' || lacking.length > jobs.length / 10) {
    throw new Error(`${name} did not merge the pipeline: ${errors.slice(0, 300) || lacking.slice(0, 3).join(' ')}`);
  }
  return milliseconds;
}

function collect(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (part) => (output += part));
    child.stderr.setEncoding('utf8').on('data', (part) => (errors += part));
    child.on('error', reject);
    child.on('close', () => resolve({ output, errors }));
  });
}
