import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBench, type Bench } from './bench.ts';
import { problemOf, run } from './scenario.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});

afterEach(() => bench.end());

async function hook(name: string, script: string): Promise<void> {
  const file = path.join(bench.clone, '.git/hooks', name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

describe('the user’s hooks', () => {
  beforeEach(async () => {
    await bench.write('README.md', '# New\n');
  });

  it('a pre-commit hook that declines stops everything before anything is made', async () => {
    await hook('pre-commit', 'echo "README.md: no trailing newline please" >&2; exit 1');
    const before = await bench.git('for-each-ref');
    const outcome = await run(bench, { files: ['README.md'] });
    expect(problemOf(outcome)).toBe(
      'refused: Your pre-commit hook declined the commit: README.md: no trailing newline please',
    );
    expect(await bench.git('for-each-ref')).toBe(before);
    expect(await bench.git('status', '--porcelain')).toBe(' M README.md\n');
    await rm(path.join(bench.clone, '.git/hooks/pre-commit'));
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe('');
  });

  it('a pre-commit hook sees the chosen files only, and what it adds is in the commit', async () => {
    await bench.write('notes.txt', 'not chosen\n');
    await bench.git('add', 'notes.txt');
    await hook('pre-commit', 'git diff --cached --name-only > .git/seen; echo generated > made.txt; git add made.txt');
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe('');
    expect(await readFile(path.join(bench.clone, '.git/seen'), 'utf8')).toBe('README.md\n');
    expect(await bench.git('diff', '--name-only', 'main', 'scale-web')).toBe('README.md\nmade.txt\n');
    expect(await bench.git('status', '--porcelain')).toBe('A  notes.txt\n');
  });

  it('message hooks may change or decline the message, and post-commit runs once', async () => {
    await hook('prepare-commit-msg', 'echo "[$2]" >> "$1"');
    await hook('commit-msg', 'echo "Change-Id: I1" >> "$1"');
    await hook('post-commit', 'echo ran >> .git/ran');
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe('');
    expect(await bench.git('log', '-1', '--format=%B')).toBe('Scale web to three\n[message]\nChange-Id: I1\n\n');
    expect(await readFile(path.join(bench.clone, '.git/ran'), 'utf8')).toBe('ran\n');
  });

  it('a commit-msg hook that declines is named', async () => {
    await hook('commit-msg', 'echo "needs a ticket"; exit 1');
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe(
      'refused: Your commit-msg hook declined the commit: needs a ticket',
    );
  });

  it('hooks are found where core.hooksPath says', async () => {
    await hook('pre-commit', 'exit 0');
    await mkdir(path.join(bench.clone, '.husky'));
    await rename(path.join(bench.clone, '.git/hooks/pre-commit'), path.join(bench.clone, '.husky/pre-commit'));
    await writeFile(path.join(bench.clone, '.husky/pre-commit'), '#!/bin/sh\necho husky; exit 1\n');
    await bench.git('config', 'core.hooksPath', '.husky');
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toMatch(/declined the commit: husky$/u);
  });

  it('a pre-push hook that declines is named, and the next run goes on', async () => {
    await hook('pre-push', 'echo "tests are red" >&2; exit 1');
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe(
      `refused: Your pre-push hook declined the push of 'scale-web'.`,
    );
    await rm(path.join(bench.clone, '.git/hooks/pre-push'));
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe('');
    expect(bench.project.mergeRequests).toHaveLength(1);
  });

  it('a commit that cannot be signed says so before anything is made', async () => {
    await bench.git('config', 'commit.gpgSign', 'true');
    await bench.git('config', 'gpg.program', 'false');
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe(
      'tool-failed: The commit could not be signed (commit.gpgSign is on).',
    );
    expect(await bench.git('for-each-ref', '--format=%(refname)', 'refs/heads')).toBe('refs/heads/main\n');
    await bench.git('config', 'commit.gpgSign', 'false');
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe('');
  });

  it('a name is needed to commit', async () => {
    await bench.git('config', '--global', '--unset', 'user.email');
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe(
      'invalid: Git does not know who you are, so it cannot commit.',
    );
  });

  it('a lock of another Git is named', async () => {
    await writeFile(path.join(bench.clone, '.git/index.lock'), '');
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toMatch(/^conflict: Another Git program is working/u);
    await rm(path.join(bench.clone, '.git/index.lock'));
    expect(problemOf(await run(bench, { files: ['README.md'] }))).toBe('');
    expect(await bench.git('status', '--porcelain')).toBe('');
  });
});
