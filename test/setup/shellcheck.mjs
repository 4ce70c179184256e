import { aptInstall, ask, onPath } from './machine.mjs';

/** ShellCheck, as a user has it: on the PATH. */
export async function ensureShellCheck() {
  const howToGetIt = 'install ShellCheck (https://www.shellcheck.net) or name it in PLUMBLINE_SHELLCHECK';
  try {
    const given = process.env.PLUMBLINE_SHELLCHECK ?? onPath('shellcheck');
    if (given && (await versionOf(given))) return found(given, `found ${given} ${await versionOf(given)}`);
    const fresh = (await aptInstall(['shellcheck'])) ? onPath('shellcheck') : undefined;
    return fresh
      ? found(fresh, 'apt-get install shellcheck')
      : { ok: false, why: 'there is no shellcheck', howToGetIt };
  } catch (error) {
    return { ok: false, why: error.message, howToGetIt };
  }
}

function found(shellcheck, how) {
  return { ok: true, how, paths: { shellcheck } };
}

async function versionOf(shellcheck) {
  return /version: (\S+)/.exec((await ask(shellcheck, ['--version'])) ?? '')?.[1];
}
