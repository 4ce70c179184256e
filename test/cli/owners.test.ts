import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram, folderWith, type Run } from './program.ts';

const CODEOWNERS = `* @everybody
[Documentation][2] @writers
*.md
/docs/deep/ @deep lead@example.com
^[Style] @design
*.css
!vendor/
`;

const FILES: Readonly<Record<string, string>> = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  'docs/CODEOWNERS': CODEOWNERS,
  'docs/a.md': '',
  'docs/deep/b.md': '',
  'site/main.css': '',
  'library/.git': 'gitdir: ../.git/modules/library\n',
  'library/a.rb': '',
};

let folder = '';
let plumbline: (...args: readonly string[]) => Promise<Run>;

beforeAll(async () => {
  folder = folderWith(FILES);
  const run = await buildProgram('owners');
  plumbline = (...args) => run(args, { folder });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('plumbline owners', { timeout: 60_000 }, () => {
  test('tells the owners of each section, with the line that decides', async () => {
    const { code, stdout, stderr } = await plumbline('owners', 'docs/deep/b.md', 'site/main.css', 'not/there.rb');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`docs/deep/b.md
  Default (1 approval): @everybody  [*, docs/CODEOWNERS:1]
  Documentation (2 approvals): lead@example.com @deep  [/docs/deep/, docs/CODEOWNERS:4]
site/main.css
  Default (1 approval): @everybody  [*, docs/CODEOWNERS:1]
  Style (optional): @design  [*.css, docs/CODEOWNERS:6]
not/there.rb
  Default (1 approval): @everybody  [*, docs/CODEOWNERS:1]
`);
  });

  test('tells them of every file of a folder, for programs', async () => {
    const { code, stdout } = await plumbline('owners', 'docs', '--format', 'json');
    const { version, paths } = JSON.parse(stdout) as {
      readonly version: number;
      readonly paths: readonly { readonly path: string }[];
    };
    expect([code, version]).toEqual([0, 1]);
    expect(paths.map((each) => each.path).toSorted()).toEqual(['docs/CODEOWNERS', 'docs/a.md', 'docs/deep/b.md']);
    expect(paths).toContainEqual({
      path: 'docs/a.md',
      sections: [
        {
          section: 'Default',
          optional: false,
          approvals: 1,
          owners: ['@everybody'],
          pattern: '*',
          file: 'docs/CODEOWNERS',
          line: 1,
        },
        {
          section: 'Documentation',
          optional: false,
          approvals: 2,
          owners: ['@writers'],
          pattern: '*.md',
          file: 'docs/CODEOWNERS',
          line: 3,
        },
      ],
    });
  });

  test('says where there is no CODEOWNERS, and what it takes', async () => {
    const inside = await plumbline('owners', 'library/a.rb');
    expect(inside).toEqual({
      code: 2,
      stdout: '',
      stderr:
        "plumbline owners: the repository of 'library/a.rb' has no CODEOWNERS, docs/CODEOWNERS or .gitlab/CODEOWNERS\n",
    });
    expect((await plumbline('owners')).stderr).toContain('it needs the path of a file or folder');
  });
});

describe('plumbline check', { timeout: 60_000 }, () => {
  test('judges the CODEOWNERS of a folder', async () => {
    writeFileSync(path.join(folder, 'docs/CODEOWNERS'), `${CODEOWNERS}[Broken\n`);
    const { code, stdout } = await plumbline('check', '.', '--format', 'json');
    writeFileSync(path.join(folder, 'docs/CODEOWNERS'), CODEOWNERS);
    const { diagnostics } = JSON.parse(stdout) as {
      readonly diagnostics: readonly { readonly code: string; readonly file: string; readonly severity: string }[];
    };
    expect(code).toBe(1);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'codeowners/invalid-section-format',
        file: 'docs/CODEOWNERS',
        severity: 'error',
      }),
    );
  });
});
