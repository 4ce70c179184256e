import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    // What needs a real counterpart has its own suite (see test/suites.mjs), so that `npm run check` stays quick.
    exclude: ['test/{protocol,cli,gitlab,cluster,shell,tools,workflows,vscode,demo}/**', 'node_modules/**'],
    forceRerunTriggers: ['**/test/fixtures/**/*.md'],
  },
});
