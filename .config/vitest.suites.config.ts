import { defineConfig } from 'vitest/config';

/** The suites with real counterparts, which `npm test` runs one by one; see test/suites.mjs. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/{fuzz,protocol,cli,gitlab,cluster,registry,shell,tools,workflows,vscode,demo}/**/*.test.ts'],
    // Servers, clusters and browsers start in these, on machines of any speed. The limit only ends what hangs.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
