// `npm run build`: dist/extension.cjs, dist/server.cjs, dist/cli.cjs and the parts that they share or load when first needed.
// `npm run watch`: the same with source maps, again after each change.
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const isWatching = process.argv.includes('--watch');
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));

/**
 * What starts on its own, in the groups that share code. What two bundles of a group both need is a part that either
 * loads, and so is what one of them imports dynamically: a process has each module once, with what it keeps in mind.
 */
const groups = [
  { name: 'client', entries: { extension: 'client/src/extension.ts' } },
  { name: 'server', entries: { server: 'server/src/server.ts', cli: 'server/src/cli.ts' } },
];

/** The files that each group made, by its name. */
const made = new Map();

await import('./schemas.mjs');
await mkdir(dist, { recursive: true });
for (const group of groups) await build(group);
if (!isWatching) {
  await removeOld();
  await writeCliPackage();
}

async function build({ name, entries }) {
  const options = {
    absWorkingDir: root,
    entryPoints: entries,
    outdir: dist,
    entryNames: '[name]',
    chunkNames: `${name}-[name]-[hash]`,
    bundle: true,
    platform: 'node',
    target: 'node20',
    // Only this format can be split; see asCommonJs.
    format: 'esm',
    splitting: true,
    external: ['vscode'],
    minify: !isWatching,
    // Names of functions stay readable in the log's stack traces.
    keepNames: false,
    sourcemap: isWatching ? 'inline' : false,
    legalComments: 'none',
    // `module` first: the ESM builds leave out what is not used.
    mainFields: ['module', 'main'],
    define: { PLUMBLINE_VERSION: JSON.stringify(manifest.version) },
    logLevel: 'warning',
    write: false,
    metafile: true,
    plugins: [{ name: 'common-js', setup: (build) => build.onEnd((result) => writeAll(name, result)) }],
  };
  if (!isWatching) return esbuild.build(options);
  const context = await esbuild.context({ ...options, logLevel: 'info' });
  return context.watch();
}

async function writeAll(group, { errors, metafile, outputFiles = [] }) {
  if (errors.length > 0) return;
  refuseNameless(metafile);
  const written = [];
  for (const { path: file, text } of outputFiles) {
    const name = path.basename(file).replace(/\.js$/, '.cjs');
    const code = await asCommonJs(text, name);
    await writeFile(path.join(dist, name), code);
    written.push(name);
    if (!isWatching) console.log(`dist/${name}  ${(code.length / 1024).toFixed(0)} KB`);
  }
  made.set(group, written);
}

/**
 * A CommonJS package that is imported dynamically has a default and no names in a bundle that is split, other than in Node and
 * in tests: whoever takes one by its name gets undefined.
 */
function refuseNameless({ outputs }) {
  for (const { entryPoint = '', exports } of Object.values(outputs)) {
    if (entryPoint.includes('node_modules/') && exports.join() === 'default')
      throw new Error(`'${entryPoint}' is imported dynamically; let a module of ours export its names and import that`);
  }
}

/**
 * VS Code and Node on its own load CommonJS sooner than modules, and the Node builds of `yaml` and of the protocol
 * library call `require`, which a module does not have. Parts import only what more entries reach than they do, so
 * no two of them load each other.
 */
async function asCommonJs(text, name) {
  const { code } = await esbuild.transform(text, {
    sourcefile: name,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: !isWatching,
    sourcemap: isWatching ? 'inline' : false,
    legalComments: 'none',
    // import() of a part becomes require(), which knows the names of its exports.
    supported: { 'dynamic-import': false },
  });
  return code.replace(/require\("\.\/([\w-]+)\.js"\)/g, 'require("./$1.cjs")');
}

/** Bundles of earlier builds that this one did not make. */
async function removeOld() {
  const kept = new Set([...made.values()].flat());
  for (const name of await readdir(dist)) {
    if (/\.cjs(?:\.map)?$/.test(name) && !kept.has(name)) await unlink(path.join(dist, name));
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
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, 'schemas'), { recursive: true });
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(cli, undefined, 2)}\n`);
  for (const part of made.get('server')) await copy(path.join(dist, part), path.join(folder, part));
  await cp(path.join(dist, 'schemas'), path.join(folder, 'schemas'), { recursive: true });
  for (const file of ['LICENSE', 'README.md']) await copy(path.join(root, file), path.join(folder, file));
}

async function copy(from, to) {
  if (existsSync(from)) await writeFile(to, await readFile(from));
}
