// `npm run build`: dist/extension.cjs, dist/server.cjs, dist/cli.cjs and the parts that they load when first needed.
// `npm run watch`: the same with source maps, again after each change.
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const isWatching = process.argv.includes('--watch');
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));

const entries = {
  extension: { file: 'client/src/extension.ts' },
  server: { file: 'server/src/server.ts' },
  cli: { file: 'server/src/cli.ts', banner: '#!/usr/bin/env node' },
};

/** The bundles that others load when first needed, by name. */
const chunks = new Map();

/** Each `import('./file.ts')` of our own becomes a bundle of its own beside the one that asks for it. */
const lazyChunks = {
  name: 'lazy-chunks',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ kind, path: wanted, resolveDir }) => {
      if (kind !== 'dynamic-import' || resolveDir.includes('node_modules')) return undefined;
      const file = path.relative(root, path.resolve(resolveDir, wanted));
      const name = file
        .replace(/^(?:client|server)\/src\//, '')
        .replace(/\.ts$/, '')
        .replaceAll('/', '-');
      chunks.set(name, file);
      return { path: `./${name}.cjs`, external: true };
    });
  },
};

await generateSchemas();
await mkdir(dist, { recursive: true });
const built = [];
for (const [name, entry] of Object.entries(entries)) {
  if (existsSync(path.join(root, entry.file))) built.push(await bundle(name, entry));
}
// A chunk may name further chunks; the map grows while this loop runs.
for (const [name, file] of chunks) if (!built.includes(name)) built.push(await bundle(name, { file }));
await removeOld();
await writeCliPackage();
for (const name of built) {
  const { size } = await stat(path.join(dist, `${name}.cjs`));
  console.log(`dist/${name}.cjs  ${(size / 1024).toFixed(0)} KB`);
}

async function bundle(name, { file, external = ['vscode'], banner }) {
  const options = {
    absWorkingDir: root,
    entryPoints: { [name]: file },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    // An ESM bundle breaks on the Node builds of `yaml` and the protocol library, which require.
    format: 'cjs',
    external,
    minify: !isWatching,
    // Names of functions stay readable in the log's stack traces.
    keepNames: false,
    sourcemap: isWatching ? 'linked' : false,
    legalComments: 'none',
    // `module` first: the ESM builds leave out what is not used.
    mainFields: ['module', 'main'],
    define: { PLUMBLINE_VERSION: JSON.stringify(manifest.version) },
    // import() of a chunk becomes require(), which knows the names of its exports.
    supported: { 'dynamic-import': false },
    logLevel: 'warning',
    ...(banner && { banner: { js: banner } }),
    plugins: [lazyChunks],
  };
  if (!isWatching) {
    await esbuild.build(options);
    return name;
  }
  const context = await esbuild.context({ ...options, logLevel: 'info' });
  await context.rebuild();
  await context.watch();
  return name;
}

/** Data that is made at build time and not committed. */
async function generateSchemas() {
  await import('./schemas.mjs');
}

/** Bundles of earlier builds that this one did not make. */
async function removeOld() {
  for (const name of await readdir(dist)) {
    const made = /^(.*)\.cjs(?:\.map)?$/.exec(name)?.[1];
    if (made !== undefined && !built.includes(made)) await unlink(path.join(dist, name));
  }
}

/** `vsce` refuses a root manifest with `files`, so the CLI is published from a folder with a manifest of its own. */
async function writeCliPackage() {
  const { name, version, description, license, engines } = manifest;
  const cli = {
    name,
    version,
    description,
    license,
    engines: { node: engines.node },
    bin: { plumbline: './cli.cjs' },
    files: ['*.cjs', 'schemas/*.json', 'LICENSE', 'README.md'],
  };
  const folder = path.join(dist, 'cli');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(cli, undefined, 2)}\n`);
  const isServerPart = (part) => part !== 'extension' && !chunks.get(part)?.startsWith('client/');
  for (const part of built.filter(isServerPart))
    await copy(path.join(dist, `${part}.cjs`), path.join(folder, `${part}.cjs`));
  const texts = 'schemas/kubernetes-documentation.json';
  await mkdir(path.join(folder, 'schemas'), { recursive: true });
  await copy(path.join(dist, texts), path.join(folder, texts));
  await cp(path.join(dist, 'schemas'), path.join(folder, 'schemas'), { recursive: true });
  for (const file of ['LICENSE', 'README.md']) await copy(path.join(root, file), path.join(folder, file));
}

async function copy(from, to) {
  if (existsSync(from)) await writeFile(to, await readFile(from));
}
