import { aptInstall, ask, onPath } from './machine.mjs';

/** Git with `git http-backend`, which the test GitLab serves its repositories with. */
export async function ensureGit() {
  const howToGetIt = 'install Git 2.30 or newer (https://git-scm.com/downloads)';
  try {
    if (onPath('git')) return found(`found ${(await ask('git', ['--version']))?.trim() ?? 'git'}`);
    if (await aptInstall(['git', 'ca-certificates'])) return found('apt-get install git');
    return { ok: false, why: 'there is no git on PATH', howToGetIt };
  } catch (error) {
    return { ok: false, why: error.message, howToGetIt };
  }
}

function found(how) {
  return { ok: true, how, paths: { git: onPath('git') } };
}
