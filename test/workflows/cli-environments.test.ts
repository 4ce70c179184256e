import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram, type Run } from '../cli/program.ts';
import { git } from '../gitlab/git/run.ts';
import { startBench, type Bench } from './bench.ts';

let bench: Bench;
let plumbline: (args: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<Run>;

beforeAll(async () => {
  bench = await startBench();
  const { gitlab, project, developer, tokens } = bench;
  const sha = (await git(project.repository, ['rev-parse', 'main'])).trim();
  await gitlab.commit(project, { branch: 'main', author: developer, files: { 'a.txt': '1' }, message: 'Two' });
  const deployment = { sha, ref: 'main', user: developer, status: 'success' } as const;
  gitlab.createDeployment(project, { environment: 'production', ...deployment });
  gitlab.createEnvironment(project, { name: 'empty' });
  const run = await buildProgram('cli-environments');
  plumbline = (args, environment = { PLUMBLINE_TOKEN: tokens.developer }) =>
    run(['environments', ...args], {
      folder: bench.clone,
      environment: { PLUMBLINE_TOKEN: '', GITLAB_TOKEN: '', ...environment },
    });
});

afterAll(() => bench.end());

describe('environments', { timeout: 60_000 }, () => {
  test('with what is deployed and how far it is behind', async () => {
    const { code, stdout, stderr } = await plumbline([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('2 environments\n\nproduction (production, available)\n  deployed: ');
    expect(stdout).toContain('  1 commit behind the default branch\n');
    expect(stdout).toContain('  Nothing has been deployed yet.\n');
  });

  test('in JSON, with the token that other tools use', async () => {
    const { stdout } = await plumbline(['--format', 'json'], { GITLAB_TOKEN: bench.tokens.developer });
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      project: { instance: bench.gitlab.url, path: bench.project.path },
      environments: [{ name: 'production', commitsBehind: 1, deployment: { ref: 'main' } }, { name: 'empty' }],
    });
    expect(stdout).not.toContain(bench.tokens.developer);
  });

  test('one that cannot be read is said and answers 2', async () => {
    const id = bench.project.environments.find(({ name }) => name === 'production')?.id ?? 0;
    bench.gitlab.faults.add({ path: `/api/v4/projects/*/environments/${id}`, kind: 'status', status: 500 });
    const { code, stdout, stderr } = await plumbline([]);
    expect(code).toBe(2);
    expect(stderr).toContain('not known: production: ');
    expect(stdout).toContain('empty (');
  });

  test('no token, a wrong token and a path are said without the token', async () => {
    const none = await plumbline([], {});
    expect(none.code).toBe(2);
    expect(none.stderr).toContain(`There is no access token for '${bench.gitlab.url}'. Set the environment variable`);
    const wrong = await plumbline([], { PLUMBLINE_TOKEN: 'glpat-wrong-canary' });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('No GitLab project is known for this folder.');
    expect(wrong.stderr + wrong.stdout).not.toContain('canary');
    expect((await plumbline(['here'])).stderr).toContain("'here' is too much");
  });
});
