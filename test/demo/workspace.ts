import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

interface CloneSource {
  readonly url: string;
  readonly token: string;
  /** Who commits in the clone. */
  readonly user: { readonly name: string; readonly email: string };
}

const verify = `smoke-test:staging:
  extends: .after-merge
  stage: verify
  image: registry.example.com/tools/curl:8
  needs: ["deploy:staging"]
  script:
    - curl --fail --retry 5 https://staging.shop.example.com/ready
  environment:
    name: staging
    action: verify
`;

/** Clones the demo's project and leaves it as somebody leaves it who is in the middle of a change. */
export async function cloneDemo(source: CloneSource, folder: string): Promise<void> {
  const basic = Buffer.from(`oauth2:${source.token}`).toString('base64');
  // By environment, because command lines are public.
  const once = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
    GIT_TERMINAL_PROMPT: '0',
  };
  await execute('git', ['clone', '--quiet', source.url, folder], { env: { ...process.env, ...once } });
  const git = (...args: readonly string[]): Promise<unknown> => execute('git', args, { cwd: folder });
  await git('config', 'user.name', source.user.name);
  await git('config', 'user.email', source.user.email);
  await changeWorkingTree(folder);
}

/**
 * The hotfix of web that somebody made by hand is brought into Git, and a job is added that tests staging after a deployment.
 * Nothing is staged or committed.
 */
async function changeWorkingTree(folder: string): Promise<void> {
  await edit(path.join(folder, 'overlays/production/kustomization.yaml'), 'newTag: 3.8.2', 'newTag: 3.8.3');
  await edit(
    path.join(folder, '.gitlab-ci.yml'),
    '  - local: ci/deploy.yml\n',
    '  - local: ci/deploy.yml\n  - local: ci/verify.yml\n',
  );
  await writeFile(path.join(folder, 'ci/verify.yml'), verify);
}

async function edit(file: string, before: string, after: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} does not hold '${before}'`);
  await writeFile(file, text.replace(before, after));
}
