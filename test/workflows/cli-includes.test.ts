import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, folderWith, type Run } from '../cli/program.ts';
import { runGit } from './bench.ts';
import { startIncludeBench, type IncludeBench } from './include-bench.ts';

let bench: IncludeBench;
let folder = '';
let run: (args: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<Run>;

const pipeline = `include:
  - project: platform/pipelines
    file: build.yml
  - component: $CI_SERVER_FQDN/components/checks/lint@~latest
    inputs:
      stage: deploy
  - template: Bash.gitlab-ci.yml
ship:
  stage: deploy
  extends: .tools
  needs: [build, lint, bash]
  script: ship
`;

beforeAll(async () => {
  bench = await startIncludeBench();
  folder = folderWith({ '.gitlab-ci.yml': pipeline });
  await runGit(folder, ['init', '--quiet', '--initial-branch=main']);
  await runGit(folder, ['remote', 'add', 'origin', `${bench.gitlab.url}/platform/shop/gitops.git`]);
  const program = await buildProgram('cli-includes');
  run = (args, environment = {}) => {
    const own = { XDG_STATE_HOME: path.join(folder, '.state'), PLUMBLINE_TOKEN: bench.tokens.developer };
    return program(args, { folder, environment: { ...own, GITLAB_TOKEN: '', ...environment } });
  };
});

afterAll(async () => {
  await bench.end();
  rmSync(folder, { recursive: true, force: true });
});

describe('includes of other projects on the command line', () => {
  it('are read, so that every name is judged', async () => {
    expect(await run(['check'])).toEqual({ code: 0, stdout: expect.any(String) as string, stderr: '' });
    writeFileSync(path.join(folder, '.gitlab-ci.yml'), pipeline.replace('[build, lint, bash]', '[biuld]'));
    const { code, stdout } = await run(['check']);
    expect(stdout).toContain("which does not exist; did you mean 'build'?");
    expect(code).toBe(1);
    writeFileSync(path.join(folder, '.gitlab-ci.yml'), pipeline);
  });

  it('take part in the simulation and in the merged pipeline', async () => {
    const simulated = await run(['pipeline', '--format', 'json']);
    expect(simulated.code).toBe(0);
    for (const name of ['build', 'lint', 'bash', 'ship']) expect(simulated.stdout).toContain(`"${name}"`);
    const merged = await run(['pipeline', '--merged']);
    expect(merged.stdout).toContain('tools:1');
    expect(merged.stdout).toContain('lint 2.0.0');
  });

  it('come from copies offline, without a connection', async () => {
    const before = bench.gitlab.requests.length;
    expect((await run(['check', '--offline'])).code).toBe(0);
    expect((await run(['pipeline', '--offline'])).stdout).toMatch(/build {2}/u);
    expect(bench.gitlab.requests).toHaveLength(before);
    const empty = await run(['check', '--offline'], { XDG_STATE_HOME: path.join(folder, '.nothing') });
    expect(empty.stdout).toMatch(/information.*there is no copy of it on this machine/u);
    expect(empty.code).toBe(0);
  });

  it('take part in the plan, offline from copies as well', async () => {
    const git = (...args: readonly string[]): Promise<string> =>
      runGit(folder, ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args]);
    await git('add', '.gitlab-ci.yml');
    await git('commit', '--quiet', '--message=All');
    await git('switch', '--quiet', '--create', 'change');
    writeFileSync(
      path.join(folder, '.gitlab-ci.yml'),
      pipeline.replace('@~latest', '@1').replace('ship:\n', 'send:\n'),
    );
    const online = await run(['plan']);
    expect({ ...online, stdout: '' }).toEqual({ code: 1, stdout: '', stderr: '' });
    expect(online.stdout).toMatch(/- ship: /u);
    expect(online.stdout).toMatch(/\+ send: /u);
    const before = bench.gitlab.requests.length;
    expect(await run(['plan', '--offline'])).toEqual(online);
    expect(bench.gitlab.requests).toHaveLength(before);
    const nothing = { XDG_STATE_HOME: path.join(folder, '.none') };
    const without = await run(['plan', '--offline'], nothing);
    expect(without.code).toBe(2);
    expect(without.stderr).toMatch(
      /not planned: include:project 'platform\/pipelines': .*no copy of it on this machine/u,
    );
    expect(bench.gitlab.requests).toHaveLength(before);
    writeFileSync(path.join(folder, '.gitlab-ci.yml'), pipeline);
    await git('switch', '--quiet', 'main');
  });

  it('are told the same by every command offline', async () => {
    const before = bench.gitlab.requests.length;
    for (const command of [['check', '--format', 'json'], ['pipeline'], ['pipeline', '--merged', '--origins']]) {
      const online = await run(command);
      const sent = bench.gitlab.requests.length;
      expect(await run([...command, '--offline'])).toEqual(online);
      expect(bench.gitlab.requests).toHaveLength(sent);
    }
    expect(bench.gitlab.requests.length).toBeGreaterThanOrEqual(before);
  });

  it('are named as unknown without a token, and what is public is read', async () => {
    const { stdout, code } = await run(['check'], {
      PLUMBLINE_TOKEN: '',
      XDG_STATE_HOME: path.join(folder, '.nobody'),
    });
    expect(stdout).toMatch(/you are not signed in to 'http:.*PLUMBLINE_TOKEN/u);
    expect(stdout).not.toContain('component lint');
    expect(code).toBe(0);
  });

  it('never get the token when they lie on another host', async () => {
    writeFileSync(
      path.join(folder, '.gitlab-ci.yml'),
      `include:\n  - component: localhost:${bench.gitlab.port}/components/checks/lint@1\njob:\n  script: make\n`,
    );
    const { stdout, stderr } = await run(['check'], { XDG_STATE_HOME: path.join(folder, '.other') });
    expect(stdout).toMatch(/include-refused-address/u);
    expect(stdout + stderr).not.toContain(bench.tokens.developer);
    writeFileSync(path.join(folder, '.gitlab-ci.yml'), pipeline);
  });
});
