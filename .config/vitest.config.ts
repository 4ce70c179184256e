import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    // What needs a real counterpart has its own suite (see test/suites.mjs), so that `npm run check` stays quick.
    exclude: [
      'test/{fuzz,protocol,cli,gitlab,cluster,registry,shell,tools,workflows,vscode,demo}/**',
      'node_modules/**',
    ],
    // Loading the engine anew for each file takes longer than its tests. It has no state but caches, which must not show.
    isolate: false,
    // Ends what hangs; a busy machine may take ten times as long as a quiet one.
    testTimeout: 60_000,
    forceRerunTriggers: ['**/test/fixtures/**/*.md'],
  },
});
