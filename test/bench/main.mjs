// `npm run bench -- lsp [--rounds N] [--only a,b]`: our own figures beside yaml-language-server's.
// `npm run bench -- lsp CONFIG [options]`: a config of an lsp-bench.mjs harness, which lies beside it or one folder up; our server
// is added to the servers of the config.
// `npm run bench -- includes [--rounds N]`: a pipeline with thirty remote includes beside the same one without.
// `npm run bench -- hostile [PART OF A NAME…]`: how long documents that try to keep the server busy keep other files waiting.
// `npm run bench -- merged [FILE…] [--rounds N]`: `plumbline pipeline --merged` beside `gitlab-ci-local --preview`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryFolder } from '../setup/machine.mjs';
import { benchHostile } from './hostile.mjs';
import { benchIncludes } from './includes.mjs';
import { benchLanguageServer } from './lsp.mjs';
import { benchMerged } from './merged.mjs';

process.exitCode = await main(process.argv.slice(2));

async function main([what = 'lsp', ...words]) {
  if (what === 'merged') {
    await benchMerged(mergedOptions(words));
    return 0;
  }
  if (what === 'includes') {
    await benchIncludes(mergedOptions(words));
    return 0;
  }
  if (what === 'hostile') {
    await benchHostile({ only: words });
    return 0;
  }
  if (what !== 'lsp') {
    console.error(`There is no benchmark '${what}'; there are lsp, includes, hostile and merged.`);
    return 2;
  }
  const [config, ...options] = words[0]?.startsWith('--') === false ? words : [undefined, ...words];
  if (config !== undefined) return runHarness(path.resolve(config), options);
  const option = (name) => options[options.indexOf(`--${name}`) + 1];
  const rounds = options.includes('--rounds') ? Number(option('rounds')) : 1;
  const only = options.includes('--only') ? option('only').split(',') : [];
  await benchLanguageServer({ rounds, only });
  return 0;
}

function mergedOptions(words) {
  const at = words.indexOf('--rounds');
  const files = words.filter((_, index) => at === -1 || (index !== at && index !== at + 1));
  return { files, ...(at === -1 ? {} : { rounds: Number(words[at + 1]) }) };
}

async function runHarness(config, options) {
  const folders = [path.dirname(config), path.dirname(path.dirname(config))];
  const harness = folders.map((folder) => path.join(folder, 'lsp-bench.mjs')).find((file) => existsSync(file));
  if (harness === undefined) {
    console.error(`There is no lsp-bench.mjs beside '${config}' or one folder up.`);
    return 2;
  }
  const read = JSON.parse(await readFile(config, 'utf8'));
  const own = {
    name: 'plumbline',
    command: process.execPath,
    args: [path.join(repositoryFolder, 'dist/server.cjs'), '--stdio'],
  };
  const servers = read.servers.some(({ name }) => name === own.name) ? read.servers : [...read.servers, own];
  // The harness reads other files relative to the config's folder, which may be one that cannot be written to.
  const vars = { configDir: path.dirname(config), benchDir: path.dirname(harness), ...read.vars };
  const draft = await mkdtemp(path.join(tmpdir(), 'plumbline-bench-'));
  try {
    const file = path.join(draft, path.basename(config));
    await writeFile(file, JSON.stringify({ ...read, vars, servers }));
    return await new Promise((resolve) => {
      spawn(process.execPath, [harness, file, ...options], { stdio: 'inherit' }).on('close', (code) =>
        resolve(code ?? 2),
      );
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
