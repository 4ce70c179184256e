import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as protocol from '../server/src/lsp/protocol.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Every file of the project that Git knows or would add. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
  cwd: ROOT,
})
  .toString()
  .split('\n')
  .filter((file) => file !== '');

const manifest = JSON.parse(read('package.json')) as {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
};

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

function below(folder: string, ending: string): string[] {
  return files.filter((file) => file.startsWith(`${folder}/`) && file.endsWith(ending));
}

const serverSource = below('server/src', '.ts').map(read).join('\n');
const clientSource = below('client/src', '.ts').map(read).join('\n');
const readme = read('README.md');

describe('rules and pages', () => {
  const codeOf = (file: string): string =>
    file.replace('/rules/', '/').replace(/^.*\/([\w-]+)\/([\w-]+)\.\w+$/, '$1/$2');
  const ruleFiles = below('server/src/languages', '.ts').filter((file) => /code: '/.test(read(file)));
  const isCode = (code: string): boolean => !code.startsWith('drift/');
  const codes = [...serverSource.matchAll(/\bcode: '([\w-]+\/[\w-]+)'/g)].map(([, code = '']) => code).filter(isCode);
  const pages = below('test/fixtures', '.md').filter((file) => read(file).startsWith(`# ${codeOf(file)}\n`));

  test('a rule has the name of its file as its code', () => {
    for (const file of ruleFiles.filter((name) => name.includes('/rules/'))) {
      const own = [...read(file).matchAll(/\bcode: '([^']+)'/g)].map(([, code]) => code);
      if (own.length === 1) expect(own, file).toEqual([codeOf(file)]);
    }
  });

  test('each code has a page, and each page a code', () => {
    expect(pages.map(codeOf).toSorted()).toEqual([...new Set(codes)].toSorted());
  });

  test('each page shows a finding of its code and says what it means before', () => {
    for (const page of pages) {
      expect(read(page), page).toContain(`[${codeOf(page)}]: `);
      expect(read(page).split('\n## ')[0]?.split('\n').slice(1).join('').length, page).toBeGreaterThan(20);
    }
  });
});

describe('what a user can reach', () => {
  const { commands, configuration } = manifest.contributes;

  test.each(commands.map(({ command, title }) => [command, title]))(
    '%s is registered and documented',
    (command, title) => {
      expect(clientSource).toContain(`'${command}'`);
      expect(readme).toContain(title);
    },
  );

  test.each(Object.keys(configuration.properties))('%s is read and documented', (setting) => {
    const [, area = '', name = ''] = setting.split('.');
    // `plumbline.trace.server` is read by the client library.
    const isRead = `${serverSource}\n${clientSource}`.includes(`${area}.${name}`) || area === 'trace';
    expect(isRead).toBe(true);
    expect(readme).toMatch(new RegExp(`plumbline\\.${area}\\.[^|]*${name}\``));
  });
});

test('ARCHITECTURE.md names every custom method, and no other', () => {
  // Beside the methods there are other words that both sides share, as the scheme of included files.
  const methods = Object.values(protocol)
    .filter((word) => word.startsWith('plumbline/'))
    .toSorted();
  const rows = read('ARCHITECTURE.md').matchAll(/^\| (`plumbline\/[^|]+)\|/gm);
  const named = Array.from(rows, ([, cell = '']) => cell.match(/plumbline\/\w+/g) ?? []).flat();
  expect(named.toSorted()).toEqual(methods);
});

describe('files', () => {
  test('the top level holds what the project is made of', () => {
    const tops = new Set(files.map((file) => file.split('/')[0] ?? '').filter((name) => !name.startsWith('.')));
    const allowed = [
      'ARCHITECTURE.md',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'client',
      'package-lock.json',
      'package.json',
      'schemas',
      'server',
      'test',
      'tsconfig.json',
    ];
    expect([...tops].filter((name) => !allowed.includes(name))).toEqual([]);
  });

  test('no file or folder has a name that says nothing', () => {
    const banned = /(?:^|\/)(?:utils?|helpers?|common|misc|managers?|services?|types)(?:\/|\.[cm]?[jt]s$)/;
    // The record of the server's services is what its name says.
    const isKnown = (file: string): boolean => ['server/src/services.ts', 'server/src/lsp/services.ts'].includes(file);
    expect(files.filter((file) => banned.test(file) && !isKnown(file))).toEqual([]);
  });

  test('file names are in kebab-case', () => {
    const sources = files.filter((file) => /^(?:server|client|test)\/.*\.[cm]?ts$/.test(file));
    expect(sources.filter((file) => !/^[a-z\d.-]+$/.test(path.basename(file)))).toEqual([]);
  });

  test.each(below('schemas', '.json'))('%s has its source and checksum beside it', (file) => {
    const source = read(`${path.dirname(file)}/SOURCE.md`);
    const checksum = createHash('sha256')
      .update(readFileSync(path.join(ROOT, file)))
      .digest('hex');
    expect(source).toContain(path.basename(file));
    expect(source).toContain(checksum);
  });

  test('there are no tests outside test/, and none is left out', () => {
    expect(files.filter((file) => /\.test\.[cm]?ts$/.test(file) && !file.startsWith('test/'))).toEqual([]);
    const skipped = /\b(?:test|describe|it)\.(?:only|skip|todo)\(/;
    expect(below('test', '.ts').filter((file) => skipped.test(read(file)))).toEqual([]);
  });
});
