import { chmod, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow, runGit, startBench, type Bench } from './bench.ts';
import { problemOf, run } from './scenario.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});

afterEach(() => bench.end());

async function committed(): Promise<string> {
  return bench.git('diff', '--raw', '--abbrev=4', '--no-renames', 'main', 'scale-web');
}

describe('what a commit can hold', () => {
  it('takes new, changed, deleted, renamed, executable and linked files with any name', async () => {
    const odd = [
      'with space.yaml',
      '-dash.yaml',
      '[glob]*.yaml',
      'ünï/cödé.yaml',
      ':(top)magic.yaml',
      'deep/er/x.yaml',
    ];
    for (const file of odd) await bench.write(file, `file: ${file}\n`);
    await bench.git('mv', 'deploy/base/deployment.yaml', 'deploy/web.yaml');
    await rm(path.join(bench.clone, 'README.md'));
    await chmod(path.join(bench.clone, 'deploy/base/service.yaml'), 0o755);
    await symlink('web.yaml', path.join(bench.clone, 'deploy/link.yaml'));
    const files = [...odd, 'deploy/web.yaml', 'README.md', 'deploy/base/service.yaml', 'deploy/link.yaml'];
    const before = await filesBelow(bench.clone, ['.git']);

    expect(problemOf(await run(bench, { files }))).toBe('');

    expect(await filesBelow(bench.clone, ['.git'])).toEqual(before);
    expect(await bench.git('status', '--porcelain')).toBe('');
    const changes = (
      await bench.git('-c', 'core.quotePath=false', 'diff', '--raw', '--no-renames', 'main', 'scale-web')
    )
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^:(\d+) (\d+) \S+ \S+ /u, '$1 $2 '));
    expect(changes.sort()).toEqual(
      [
        ...odd.map((file) => `000000 100644 A\t${file}`),
        '100644 000000 D\tREADME.md',
        '100644 000000 D\tdeploy/base/deployment.yaml',
        '100644 100755 M\tdeploy/base/service.yaml',
        '000000 120000 A\tdeploy/link.yaml',
        '000000 100644 A\tdeploy/web.yaml',
      ].sort(),
    );
  });

  it('commits the file where it was staged with other content, and tells how to get what was staged', async () => {
    await bench.write('README.md', 'staged\n');
    await bench.git('add', 'README.md');
    await bench.write('README.md', 'in the file\n');
    const outcome = await run(bench, { files: ['README.md'] });
    expect(outcome).toMatchObject({
      ok: true,
      value: { notes: [expect.stringMatching(/'README\.md' was staged with other content/u) as string] },
    });
    expect(await bench.git('show', 'scale-web:README.md')).toBe('in the file\n');
    const command = /git (show \w+)/u.exec(outcome.ok ? (outcome.value.notes[0] ?? '') : '')?.[1] ?? '';
    expect(await bench.git(...command.split(' '))).toBe('staged\n');
    expect(await bench.git('status', '--porcelain')).toBe('');
  });

  it('takes a file that was removed from the index and is still there', async () => {
    await bench.git('rm', '--quiet', '--cached', 'README.md');
    await bench.write('README.md', '# Other\n');
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe('');
    expect(await bench.git('show', 'scale-web:README.md')).toBe('# Other\n');
    expect(await bench.git('status', '--porcelain')).toBe('');
  });

  it('runs clean filters, as Git LFS has', async () => {
    await bench.write('.gitattributes', '*.bin filter=upper\n');
    await bench.git('config', 'filter.upper.clean', 'tr a-z A-Z');
    await bench.git('config', 'filter.upper.smudge', 'tr A-Z a-z');
    await bench.write('x.bin', 'large\n');
    expect(problemOf(await run(bench, { files: ['x.bin', '.gitattributes'] }))).toBe('');
    expect(await bench.git('show', 'scale-web:x.bin')).toBe('LARGE\n');
    expect(await readFile(path.join(bench.clone, 'x.bin'), 'utf8')).toBe('large\n');
    expect(await bench.git('status', '--porcelain')).toBe('');
  });

  it('a rename that changes only the case of letters', async () => {
    await bench.git('config', 'core.ignoreCase', 'true');
    await bench.git('mv', 'README.md', 'Readme.md');
    expect(problemOf(await run(bench, { files: ['Readme.md'] }))).toBe('');
    expect((await bench.git('ls-tree', '--name-only', 'scale-web')).split('\n')).toContain('Readme.md');
    expect((await bench.git('ls-tree', '--name-only', 'scale-web')).split('\n')).not.toContain('README.md');
  });

  it('a folder that takes the place of a file', async () => {
    await rm(path.join(bench.clone, 'README.md'));
    await bench.write('README.md/index.md', 'in a folder\n');
    expect(problemOf(await run(bench, { files: ['README.md', 'README.md/index.md'] }))).toBe('');
    expect(await committed()).toMatch(/D\tREADME\.md\n.* A\tREADME\.md\/index\.md\n$/u);
    expect(await bench.git('status', '--porcelain')).toBe('');
  });
});

describe('kinds of checkouts', () => {
  it('starts from a detached HEAD', async () => {
    await bench.git('checkout', '--quiet', '--detach');
    await bench.write('README.md', '# New\n');
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe('');
    expect(await bench.git('status', '--porcelain=v1', '--branch')).toBe('## scale-web...origin/scale-web\n');
  });

  it('works in a worktree beside the clone', async () => {
    const beside = `${bench.clone}-beside`;
    await bench.git('worktree', 'add', '--quiet', '--detach', beside);
    await writeFile(path.join(beside, 'README.md'), '# Beside\n');
    expect(problemOf(await run(bench, { folder: beside, files: ['README.md'] }))).toBe('');
    expect(await runGit(beside, ['status', '--porcelain=v1', '--branch'])).toBe('## scale-web...origin/scale-web\n');
    expect(await bench.git('status', '--porcelain=v1', '--branch')).toBe('## main...origin/main\n');
  });

  it('works in a sparse checkout, and keeps it sparse', async () => {
    await bench.git('sparse-checkout', 'set', 'deploy/base');
    await bench.write('deploy/base/service.yaml', 'kind: Service\n# sparse\n');
    await bench.write('other/new.yaml', 'outside: the cone\n');
    expect(problemOf(await run(bench, { files: ['deploy/base/service.yaml', 'other/new.yaml'] }))).toBe('');
    expect(await committed()).toMatch(/M\tdeploy\/base\/service\.yaml\n.* A\tother\/new\.yaml\n$/u);
    expect(await bench.git('status', '--porcelain')).toBe('');
  });

  it('works from a folder below the root, with paths from the root', async () => {
    await bench.write('README.md', '# New\n');
    expect(problemOf(await run(bench, { folder: path.join(bench.clone, 'deploy/base'), files: ['README.md'] }))).toBe(
      '',
    );
    expect(await committed()).toMatch(/M\tREADME\.md\n$/u);
  });

  it('leaves submodules alone', async () => {
    const inner = `${bench.clone}-inner`;
    await runGit(bench.home, ['init', '--quiet', inner]);
    await runGit(inner, ['commit', '--quiet', '--allow-empty', '-m', 'One']);
    await bench.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'inner');
    await bench.write('README.md', '# New\n');
    const staged = await bench.git('ls-files', '-s', 'inner', '.gitmodules');
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe('');
    expect(await committed()).toMatch(/^:\S+ \S+ \S+ \S+ M\tREADME\.md\n$/u);
    expect(await bench.git('ls-files', '-s', 'inner', '.gitmodules')).toBe(staged);
  });

  it.each([
    ['merge', ['merge', 'other']],
    ['rebase', ['rebase', 'other']],
    ['cherry-pick', ['cherry-pick', 'other']],
  ])('refuses while a %s is in progress, with the way out', async (operation, command) => {
    await bench.git('switch', '--quiet', '--create', 'other');
    await bench.write('README.md', '# Theirs\n');
    await bench.git('commit', '--quiet', '--all', '-m', 'Theirs');
    await bench.git('switch', '--quiet', 'main');
    await bench.write('README.md', '# Ours\n');
    await bench.git('commit', '--quiet', '--all', '-m', 'Ours');
    await bench.git(...command).catch(() => '');
    const status = await bench.git('status', '--porcelain=v2');
    const outcome = await run(bench, { files: ['README.md'] });
    expect(outcome).toMatchObject({
      ok: false,
      problem: {
        code: 'conflict',
        message: `A ${operation} is in progress in this repository.`,
        action: expect.stringContaining(`git ${operation} --continue`) as string,
      },
    });
    expect(await bench.git('status', '--porcelain=v2')).toBe(status);
  });

  it('refuses a branch without a commit', async () => {
    await bench.git('checkout', '--quiet', '--orphan', 'empty');
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe(
      `unsupported: The branch 'empty' has no commit yet, so there is nothing to compare a merge request with.`,
    );
  });

  it('names the folder that is in no repository', async () => {
    expect(problemOf(await run(bench, { folder: bench.home }))).toBe(
      `not-found: The folder '${bench.home}' is not in a Git repository.`,
    );
  });
});

describe('what has changed since the files were chosen', () => {
  it('leaves out what has no change any more, and says so', async () => {
    await bench.write('README.md', '# New\n');
    const outcome = await run(bench, { files: ['README.md', 'deploy/base/service.yaml'] });
    expect(outcome).toMatchObject({
      ok: true,
      value: { notes: [`'deploy/base/service.yaml' has no change any more and is left out.`] },
    });
  });

  it('proposes commits that are there already when no file is chosen', async () => {
    await bench.write('README.md', '# New\n');
    await bench.git('commit', '--quiet', '--all', '-m', 'By hand');
    const id = (await bench.git('rev-parse', 'HEAD')).trim();
    expect(await run(bench, { files: [] })).toMatchObject({ ok: true, value: { commit: id } });
    expect(await bench.git('status', '--porcelain=v1', '--branch')).toBe('## scale-web...origin/scale-web\n');
  });

  it('refuses when there is nothing to propose', async () => {
    expect(problemOf(await run(bench, { files: [] }))).toBe(
      `invalid: There is nothing to propose: no chosen file has a change, and 'main' has all commits already.`,
    );
  });

  it('stays where the user went after the first run was interrupted', async () => {
    await bench.write('deploy/base/deployment.yaml', 'kind: Deployment\n# new\n');
    bench.project.hookRejection = 'No.';
    expect(problemOf(await run(bench, { files: ['deploy/base/deployment.yaml'] }))).toMatch(/^refused/u);
    await bench.git('switch', '--quiet', 'main');
    bench.project.hookRejection = undefined;
    expect(problemOf(await run(bench, { resume: true }))).toBe('');
    expect(await bench.git('branch', '--show-current')).toBe('main\n');
    expect(bench.project.mergeRequests).toHaveLength(1);
  });

  it('pushes the commit that the user amended after a hook had declined it', async () => {
    await bench.write('README.md', '# New\n');
    bench.project.hookRejection = 'Commits need a ticket';
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toMatch(/Commits need a ticket/u);
    await bench.git('commit', '--quiet', '--amend', '-m', 'SHOP-12: Scale web to three');
    bench.project.hookRejection = undefined;
    const outcome = await run(bench, { resume: true });
    expect(outcome).toMatchObject({ ok: true, value: { commit: (await bench.git('rev-parse', 'HEAD')).trim() } });
    expect(await bench.git('log', '--format=%s', 'origin/main..origin/scale-web')).toBe(
      'SHOP-12: Scale web to three\n',
    );
  });
});
