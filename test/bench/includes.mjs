// A pipeline that includes thirty files by their address beside the same one with all their jobs in it: what is not
// changed should cost a key nothing, wherever it lies.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { repositoryFolder, say } from '../setup/machine.mjs';
import { soundPipeline } from './documents.mjs';
import { measureDocument } from './lsp.mjs';
import { ServerProcess } from './server-process.mjs';
import { Table } from './table.mjs';

const FILES = 30;
const NAMES = ['alone', `with ${FILES} includes`];

/** Measures and prints the table. The own file is the same both times, about 300 lines. */
export async function benchIncludes({ rounds = 3 } = {}) {
  const server = createServer((request, response) =>
    response.end(included(Number(/\d+/.exec(request.url ?? '')?.[0]))),
  );
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${server.address().port}`;
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-bench-'));
  try {
    const table = new Table(NAMES);
    const texts = [soundPipeline(300), withIncludes(host, soundPipeline(300))];
    for (let round = 0; round < rounds; round++) {
      for (const [index, text] of texts.entries()) {
        say(`round ${round + 1} of ${rounds}: ${NAMES[index]}`);
        await measure({ host, folder, text }, (metric, value) => table.add(NAMES[index], metric, value));
      }
    }
    table.print();
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function withIncludes(host, text) {
  const items = Array.from({ length: FILES }, (_, index) => `  - http://${host}/${index}.yml`);
  return `include:\n${items.join('\n')}\n${text}last:\n  stage: verify\n  extends: .shared-${FILES - 1}\n  script: make\n`;
}

/** About 60 lines each, with names of their own. */
function included(index) {
  const jobs = Array.from({ length: 8 }, (_, job) => {
    const name = `shared-${index}-${job}`;
    return `${name}:\n  stage: verify\n  extends: .shared-${index}\n  needs: []\n  script:\n    - make ${name}\n    - make report\n`;
  });
  return `.shared-${index}:\n  image: node:24-slim\n  rules:\n    - if: $CI_COMMIT_BRANCH == "main"\n${jobs.join('')}`;
}

async function measure({ host, folder, text }, add) {
  const own = path.join(repositoryFolder, 'dist/server.cjs');
  if (!existsSync(own)) throw new Error("dist/server.cjs is not there; run 'npm run build' first");
  const settings = { plumbline: { gitlabCi: { includeHosts: [host] } } };
  const server = new ServerProcess({ command: process.execPath, args: [own, '--stdio'], settings });
  const storagePath = path.join(folder, 'storage');
  await server.initialize(pathToFileURL(folder).href, { storagePath });
  const file = { name: 'gitlab-300', file: '.gitlab-ci.yml', text, at: 'npm run build' };
  await measureDocument(server, folder, file, add, 2000);
  add('memory (MB)', server.memory());
  await server.stop();
  await wait(100);
}
