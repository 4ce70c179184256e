import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildProgram, type Run } from '../cli/program.ts';
import { expectNoToken } from './scenario.ts';
import { startBench, type Bench } from './bench.ts';

let bench: Bench;
let program: Awaited<ReturnType<typeof buildProgram>>;

beforeAll(async () => {
  program = await buildProgram('cli-merge-request');
});

beforeEach(async () => {
  bench = await startBench();
  await bench.write('README.md', '# Shop, changed\n');
  await bench.write('new.txt', 'new\n');
  return () => bench.end();
});

afterEach(() => {});

const environment = (): Record<string, string> => ({
  PLUMBLINE_TOKEN: bench.tokens.developer,
  XDG_STATE_HOME: bench.storage,
});

function plumbline(...args: readonly string[]): Promise<Run> {
  return program(['mr', ...args], { folder: bench.clone, environment: environment() });
}

/** Interrupts the program at the first step that it tells of and that fits. */
function interruptedAt(step: RegExp): Promise<Run> {
  const file = fileURLToPath(new URL('../../.cache/cli-test/cli-merge-request.cjs', import.meta.url));
  const env = { ...process.env, ...environment() };
  const child = spawn(process.execPath, [path.resolve(file), 'mr', 'open', '--title', 'Change it'], {
    cwd: bench.clone,
    env,
  });
  return new Promise((resolve) => {
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      const isFirst = !step.test(stderr);
      stderr += chunk.toString();
      if (isFirst && step.test(stderr)) child.kill('SIGINT');
    });
    child.on('close', (code) => {
      resolve({ code: code ?? -1, stdout, stderr });
    });
  });
}

describe('mr open', { timeout: 60_000 }, () => {
  test('says what it would do, then does it, with every change of the working tree', async () => {
    const dry = await plumbline('open', '--title', 'Change it', '--dry-run');
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toContain('Change it\n  from change-it into main\n  with a commit of 2 changed:\n');
    expect(bench.project.mergeRequests).toHaveLength(0);
    const { code, stdout, stderr } = await plumbline('open', '--title', 'Change it', '--draft', '--squash');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/^!\d+ Draft: Change it\n {2}from change-it into main, commit [0-9a-f]{8}\n/u);
    expect(bench.project.mergeRequests).toMatchObject([{ title: 'Draft: Change it', sourceBranch: 'change-it' }]);
    expect(await bench.git('diff', '--name-only', 'main', 'change-it')).toBe('README.md\nnew.txt\n');
    await expectNoToken(bench, dry, stdout, stderr);
  });

  test('interrupted it says how to go on, and goes on with one commit and one merge request', async () => {
    const stopped = await interruptedAt(/push/iu);
    expect(stopped.code).toBe(2);
    expect(stopped.stderr).toContain("'plumbline mr open --resume'");
    const other = await plumbline('open', '--title', 'Something else');
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('An earlier run is not finished');
    const resumed = await plumbline('open', '--resume', '--format', 'json');
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.stdout)).toMatchObject({
      version: 1,
      created: true,
      mergeRequest: { title: 'Change it' },
    });
    expect(bench.project.mergeRequests).toHaveLength(1);
    expect((await bench.git('log', '--format=%s', 'main..change-it')).trim()).toBe('Change it');
  });

  test.each([
    [['open', '--description-file', 'lost.md'], "'lost.md' cannot be read: there is no such file"],
    [['open', '--resume'], 'There is no unfinished merge request'],
    [['open', '--resume', '--title', 'x'], "Option '--title' has no use with '--resume'"],
    [['open', '--tilte', 'x'], "Did you mean '--title'?"],
    [['close'], "There is no 'mr close'; there is 'mr open'"],
  ])('%j is said and answers 2', async (args, message) => {
    const { code, stderr } = await plumbline(...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
