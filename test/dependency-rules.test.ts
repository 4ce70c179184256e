import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Imports that break a rule, each in a file of its own: what imports, what is imported, the rule. */
const BREACHES = [
  ['server/src/base/broken.ts', '../yaml/node.ts', 'base-layer'],
  ['server/src/yaml/broken.ts', '../workspace/settings.ts', 'yaml-layer'],
  ['server/src/plan/broken.ts', '../workspace/settings.ts', 'plan-layer'],
  ['server/src/workspace/broken.ts', '../languages/language.ts', 'workspace-layer'],
  ['server/src/workspace/ports/broken.ts', '../../lsp/uri.ts', 'workspace-layer'],
  ['server/src/workspace/facts-sent.ts', '../lsp/protocol.ts', 'of-the-workspace-only-ports-know-the-protocol'],
  ['server/src/features/broken.ts', '../lsp/uri.ts', 'features-layer'],
  ['server/src/cli/broken.ts', '../io/file-system.ts', 'cli-layer'],
  ['server/src/languages/kubernetes/broken.ts', '../gitlab-ci/index.ts', 'one-language-does-not-import-another'],
  ['server/src/features/inner.ts', '../languages/gitlab-ci/claims.ts', 'a-language-is-entered-by-its-index'],
  ['server/src/workspace/disk.ts', 'node:fs', 'only-io-and-entry-points-touch-the-machine'],
  ['server/src/features/parser.ts', 'yaml', 'only-yaml-knows-the-yaml-library'],
  ['server/src/workflows/client.ts', '@kubernetes/client-node', 'only-io-knows-gitlab-and-kubernetes-clients'],
  ['server/src/features/protocol.ts', 'vscode-languageserver/node', 'only-lsp-knows-the-protocol-library'],
  ['server/src/lsp/protocol/broken.ts', '../uri.ts', 'the-protocol-imports-nothing'],
  ['server/src/lsp/editor.ts', 'vscode', 'server-does-not-know-vscode'],
  ['server/src/base/lost.ts', './not-there.ts', 'no-unresolved'],
  [
    'client/src/infrastructure/broken.ts',
    '../../../server/src/base/result.ts',
    'client-and-server-share-only-the-protocol',
  ],
  ['client/src/infrastructure/feature.ts', '../features/account/account.ts', 'client-infrastructure-knows-no-feature'],
  ['client/src/features/plan/broken.ts', '../account/account.ts', 'one-client-feature-does-not-import-another'],
] as const;

let copy = '';

/** The rules are tried on a copy: nothing broken is ever in the project. */
beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'plumbline-rules-'));
  for (const part of ['server', 'client', '.config', 'schemas', 'package.json', 'tsconfig.json']) {
    cpSync(path.join(ROOT, part), path.join(copy, part), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  for (const [file, imported] of BREACHES) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    writeFileSync(path.join(copy, file), `export * from '${imported}';\n`);
  }
  writeFileSync(path.join(copy, 'server/src/base/round.ts'), "export * from './about.ts';\n");
  writeFileSync(path.join(copy, 'server/src/base/about.ts'), "export * from './round.ts';\n");
});

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

/** Runs the check as `npm run check` does; answers its exit code and the breaches that it prints, as `file: rule`. */
function cruise(): Promise<{ readonly code: number; readonly breaches: ReadonlySet<string> }> {
  const script = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const words = [script, '-c', '.config/dependency-cruiser.cjs', 'server', 'client'];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: copy, env: { ...process.env, NO_COLOR: '1' } }, (error, stdout) => {
      const lines = stdout.matchAll(/error (\S+): (\S+) →/g);
      const breaches = new Set(Array.from(lines, ([, rule, file]) => `${file ?? ''}: ${rule ?? ''}`));
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, breaches });
    });
  });
}

describe('the dependency rules', { timeout: 120_000 }, () => {
  test('each is broken by the import that breaks it, and the check fails', async () => {
    const { code, breaches } = await cruise();
    const wanted = BREACHES.map(([file, , rule]) => `${file}: ${rule}`);
    expect(wanted.filter((breach) => !breaches.has(breach))).toEqual([]);
    expect([...breaches].filter((breach) => /base\/(?:round|about)\.ts: no-cycles/.test(breach))).toHaveLength(1);
    expect(code).toBeGreaterThan(0);
  });
});
