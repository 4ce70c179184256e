// The registry that Docker's own was made of (https://distribution.github.io/distribution/): given by the user, or built once from the Go
// modules that test/registry/go.mod names.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findGo, oldestGo } from './go.mjs';
import { installOnce, isExecutable, repositoryFolder, run, say } from './machine.mjs';

const moduleFolder = path.join(repositoryFolder, 'test/registry');

export async function ensureRegistry() {
  const given = process.env.PLUMBLINE_REGISTRY;
  if (given && isExecutable(given)) {
    return { ok: true, how: `found in PLUMBLINE_REGISTRY (${given})`, paths: { registry: given } };
  }
  try {
    const { folder, fresh } = await installOnce(await cacheKey(), build);
    const how = fresh ? 'built with Go' : 'found in the cache (built with Go)';
    return { ok: true, how, paths: { registry: path.join(folder, 'registry') } };
  } catch (error) {
    return {
      ok: false,
      why: error.message,
      howToGetIt: `install Go ${oldestGo} or newer (https://go.dev/dl/), or let PLUMBLINE_REGISTRY name the program 'registry' of distribution 3`,
    };
  }
}

/** go.sum pins every byte that goes into the program, so it is its version. */
async function cacheKey() {
  const pinned = createHash('sha256');
  for (const name of ['go.mod', 'go.sum']) pinned.update(await readFile(path.join(moduleFolder, name)));
  return `registry-${pinned.digest('hex').slice(0, 16)}-${process.platform}-${process.arch}`;
}

async function build(draft) {
  const go = await findGo();
  say(`the registry 'distribution' is being built with ${go} (once; about 1 minute on two cores) …`);
  const output = path.join(draft, 'registry');
  const source = 'github.com/distribution/distribution/v3/cmd/registry';
  await run(go, ['build', '-trimpath', '-ldflags', '-s -w', '-o', output, source], {
    cwd: moduleFolder,
    env: { ...process.env, CGO_ENABLED: '0' },
  });
}
