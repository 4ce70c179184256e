import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { repositoryFolder, run, say } from './machine.mjs';

/** Runs `npm ci` when node_modules is not there or is not what package-lock.json says. Answers as the parts do, and never throws. */
export async function ensureDependencies() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    return {
      ok: false,
      why: `this is Node ${process.versions.node}`,
      howToGetIt: 'install Node 20 or newer (https://nodejs.org)',
    };
  }
  try {
    if (await isInstalled(repositoryFolder)) return { ok: true, how: 'found in node_modules', paths: {} };
    say('npm ci …');
    await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: repositoryFolder });
    return { ok: true, how: 'npm ci', paths: {} };
  } catch (error) {
    return { ok: false, why: error.message, howToGetIt: "run 'npm ci' and read what it says" };
  }
}

/**
 * Whether node_modules holds the versions that the lock file of `folder` names. npm writes what it installed beside the packages:
 * https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json#hidden-lockfiles
 */
export async function isInstalled(folder) {
  const hidden = path.join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const [wanted, installed] = await Promise.all(
    [path.join(folder, 'package-lock.json'), hidden].map(
      async (file) => JSON.parse(await readFile(file, 'utf8')).packages,
    ),
  );
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '') return true;
    // What is optional is left out where it does not fit the system.
    return installed[place] ? installed[place].version === entry.version : entry.optional === true;
  });
}
