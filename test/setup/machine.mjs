// What the set-up modules share: finding programs, running them, installing into the cache. Plain Node, because this runs before `npm ci`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

export const repositoryFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Where finished installs live. `PLUMBLINE_CACHE` moves it, so that several clones or CI runs can share one. */
export const cacheFolder = path.resolve(process.env.PLUMBLINE_CACHE ?? path.join(repositoryFolder, '.cache'));

/** Says on stderr what takes time, so that nobody looks at a silent terminal for minutes. */
export function say(text) {
  process.stderr.write(`  ${text}\n`);
}

/** The absolute path of a program on PATH, or undefined. */
export function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const candidate = path.join(folder || '.', name);
    if (isExecutable(candidate)) return candidate;
  }
  return undefined;
}

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Runs a program to its end and answers what it printed on stdout.
 * A non-zero exit or a program that cannot start throws with the last lines of its output.
 */
export function run(command, args, { cwd, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    const out = [];
    const all = [];
    child.stdout.on('data', (chunk) => (out.push(chunk), all.push(chunk)));
    child.stderr.on('data', (chunk) => all.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(Buffer.concat(out).toString());
      const tail = Buffer.concat(all).toString().trimEnd().split('\n').slice(-15).join('\n');
      reject(new Error(`'${command} ${args.join(' ')}' ended with ${signal ?? code}:\n${tail}`));
    });
  });
}

/** Runs a program and answers its stdout, or undefined when it fails: for questions such as a version. */
export async function ask(command, args) {
  try {
    return await run(command, args);
  } catch {
    return undefined;
  }
}

/**
 * Gives the cache folder `key`, filled by `build(draft)` if it is not there yet. The folder gets its name only when
 * `build` is through, so one that exists is complete: an interrupted install leaves only a draft, which the next one removes.
 */
export async function installOnce(key, build) {
  const folder = path.join(cacheFolder, key);
  if (existsSync(folder)) return { folder, fresh: false };
  await mkdir(cacheFolder, { recursive: true });
  await removeAbandonedDrafts();
  const draft = await mkdtemp(path.join(cacheFolder, `draft-${process.pid}-`));
  try {
    await build(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another run may have finished the same install in the meantime; its result is as good.
    if (!existsSync(folder)) throw error;
  }
  return { folder, fresh: true };
}

async function removeAbandonedDrafts() {
  for (const name of readdirSync(cacheFolder)) {
    const pid = /^draft-(\d+)-/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) await rm(path.join(cacheFolder, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Unpacks the tarball of one npm package version into `folder/package`, without its dependencies and scripts. */
export async function unpackNpmPackage(name, version, folder) {
  const printed = await run('npm', ['pack', '--json', '--pack-destination', folder, `${name}@${version}`], {
    cwd: folder,
  });
  const file = path.join(folder, path.basename(packedFileName(JSON.parse(printed))));
  await run('tar', ['-xzf', file, '-C', folder]);
  await rm(file);
  return path.join(folder, 'package');
}

/** npm 7 to 11 answer an array, newer ones an object keyed by the package's name; scoped names come with or without the scope's '@'. */
function packedFileName(answer) {
  const [entry] = Array.isArray(answer) ? answer : Object.values(answer);
  return entry.filename.replace(/^@/, '').replaceAll('/', '-');
}

/** Installs Debian packages when this is Debian (or a relative of it) and we are root. Answers whether it did. */
export async function aptInstall(packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !onPath('apt-get')) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  say(`apt-get install ${packages.join(' ')} …`);
  try {
    await install();
  } catch {
    // The package lists of a fresh machine are empty or old.
    await run('apt-get', ['update'], { env });
    await install();
  }
  return true;
}

/** Downloads one file. With `sha256` (hex), a file of another content is refused. */
export async function download(url, file, { sha256 } = {}) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const got = createHash('sha256').update(bytes).digest('hex');
  if (sha256 && got !== sha256) throw new Error(`${url} has the checksum ${got}, expected ${sha256}`);
  await writeFile(file, bytes);
}

/** The text of a small file on the web, such as a checksum. */
export async function downloadText(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.text()).trim();
}

/**
 * The named members of a zip archive (deflated or stored, no zip64). Node has no unzip and a fresh machine need not have the program.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.3.7, 4.3.12 and 4.3.16
 */
export async function unzip(file, memberNames) {
  const bytes = await readFile(file);
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error(`${file} is not a zip archive`);
  const members = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    if (memberNames.includes(name)) members.set(name, readMember(bytes, at));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  const missing = memberNames.filter((name) => !members.has(name));
  if (missing.length > 0) throw new Error(`${file} holds no ${missing.join(', ')}`);
  return members;
}

function readMember(bytes, centralEntry) {
  const method = bytes.readUInt16LE(centralEntry + 10);
  const size = bytes.readUInt32LE(centralEntry + 20);
  const local = bytes.readUInt32LE(centralEntry + 42);
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const data = bytes.subarray(start, start + size);
  return method === 0 ? data : inflateRawSync(data);
}

/** Compares dotted numbers: negative when `a` is older than `b`. */
export function compareVersions(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
