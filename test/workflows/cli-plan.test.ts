import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildProgram, folderWith, type Run } from '../cli/program.ts';
import { ensurePart } from '../setup/parts.mjs';
import { runGit } from './bench.ts';

const DEMO = fileURLToPath(new URL('../demo/repository', import.meta.url));
const OVERLAY = 'overlays/production/reporting.yaml';

let folder = '';
let plumbline: (args: readonly string[], place?: string) => Promise<Run>;

const git = (...args: readonly string[]): Promise<string> =>
  runGit(folder, ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args]);

beforeAll(async () => {
  const part = await ensurePart('kubectl');
  if (!part.ok) throw new Error(part.why);
  folder = folderWith({});
  cpSync(DEMO, folder, { recursive: true });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  await git('commit', '--quiet', '--message=All');
  await git('switch', '--quiet', '--create', 'change');
  const run = await buildProgram('cli-plan');
  const environment = { PATH: `${path.dirname(part.paths.kubectl)}${path.delimiter}${process.env['PATH'] ?? ''}` };
  plumbline = (args, place = '') => run(['plan', ...args], { folder: path.join(folder, place), environment });
});

beforeEach(() => git('restore', '.'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(path.join(folder, file), change(readFileSync(path.join(folder, file), 'utf8')));
}

describe('the plan of the working tree', { timeout: 60_000 }, () => {
  test('is empty without a change', async () => {
    const { code, stdout, stderr } = await plumbline([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Against main at [0-9a-f]{8}: no object changes\n$/u);
  });

  test('has the objects of the overlays and the jobs of the pipeline', async () => {
    edit(OVERLAY, (text) => text.replace('replicas: 2', 'replicas: 5'));
    edit('.gitlab-ci.yml', (text) => `${text}\nextra:\n  stage: deploy\n  script: make\n`);
    const { code, stdout, stderr } = await plumbline([]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain(': 1 update\n  ~ overlays/production: apps/v1 Deployment shop/reporting: update\n');
    expect(stdout).toContain('      spec.replicas\n');
    expect(stdout).toMatch(/^push to main: \d jobs, 1 changed\n {2}\+ extra: added, runs /mu);
    const staging = await plumbline(['overlays/staging']);
    expect(staging).toMatchObject({ code: 0, stderr: '' });
  });

  test('of one file, in JSON with files as they are seen from here, and in Markdown', async () => {
    edit(OVERLAY, (text) => text.replace('replicas: 2', 'replicas: 5'));
    const { code, stdout } = await plumbline(['production/reporting.yaml', '--format', 'json'], 'overlays');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      objects: [{ change: 'update', paths: ['spec.replicas'], source: { file: 'production/reporting.yaml' } }],
      pipelines: [],
      notChecked: [],
    });
    const markdown = await plumbline(['--format', 'markdown', '--base', 'HEAD']);
    expect(markdown.stdout).toMatch(/^## Plan against HEAD at [0-9a-f]{8}\n/u);
    expect(markdown.stdout).toContain(
      '| update | overlays/production: apps/v1 Deployment shop/reporting | spec.replicas |',
    );
  });

  test('says what it could not plan', async () => {
    rmSync(path.join(folder, OVERLAY));
    const { code, stderr } = await plumbline([]);
    expect(code).toBe(2);
    expect(stderr).toContain(`not planned: ${OVERLAY}: `);
  });
});

describe('what cannot be done', { timeout: 60_000 }, () => {
  test.each([
    [['--base', 'nowhere'], "There is no commit 'nowhere' in this repository. Name one that there is"],
    [['lost'], "There is no file or folder 'lost'"],
    [['a', 'b'], 'One path is planned at a time'],
    [['--bsae', 'x'], "There is no option '--bsae'. Did you mean '--base'?"],
    [['README.md'], 'is neither a GitLab pipeline nor'],
  ])('%j is said and answers 2', async (args, message) => {
    const { code, stderr } = await plumbline(args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
