// A real kube-apiserver and etcd: given by the user, or built once from the Go modules that test/cluster/go.mod names.
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  ask,
  compareVersions,
  download,
  downloadText,
  installOnce,
  isExecutable,
  onPath,
  repositoryFolder,
  run,
  say,
} from './machine.mjs';

const moduleFolder = path.join(repositoryFolder, 'test/cluster');
const oldestGo = '1.26.0';
const ownGo = '1.26.8';

export async function ensureCluster() {
  const assets = process.env.KUBEBUILDER_ASSETS;
  if (assets) {
    const paths = programsIn(assets);
    if (Object.values(paths).every(isExecutable))
      return { ok: true, how: `found in KUBEBUILDER_ASSETS (${assets})`, paths };
    return {
      ok: false,
      why: `KUBEBUILDER_ASSETS names ${assets}, which does not hold kube-apiserver and etcd`,
      howToGetIt:
        'let it name a folder with both programs (setup-envtest makes one), or unset it to have them built with Go',
    };
  }
  try {
    const { folder, fresh } = await installOnce(await cacheKey(), build);
    return { ok: true, how: fresh ? 'built with Go' : 'found in the cache (built with Go)', paths: programsIn(folder) };
  } catch (error) {
    return {
      ok: false,
      why: error.message,
      howToGetIt: `install Go ${oldestGo} or newer (https://go.dev/dl/), or let KUBEBUILDER_ASSETS name a folder with kube-apiserver and etcd`,
    };
  }
}

function programsIn(folder) {
  return { kubeApiserver: path.join(folder, 'kube-apiserver'), etcd: path.join(folder, 'etcd') };
}

/** go.sum pins every byte that goes into the programs, so it is their version. */
async function cacheKey() {
  const pinned = createHash('sha256');
  for (const name of ['go.mod', 'go.sum']) pinned.update(await readFile(path.join(moduleFolder, name)));
  return `cluster-${pinned.digest('hex').slice(0, 16)}-${process.platform}-${process.arch}`;
}

async function build(draft) {
  const go = await findGo();
  const version = /^\s*k8s\.io\/kubernetes v(\S+)/m.exec(
    await readFile(path.join(moduleFolder, 'go.mod'), 'utf8'),
  )?.[1];
  const [major, minor] = version.split('.');
  // Without these the server calls itself v0.0.0-master and clients judge their skew by that.
  const stamp = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor };
  const stamps = Object.entries(stamp).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  say(`kube-apiserver ${version} and etcd are being built with ${go} (once; about 4 minutes on two cores) …`);
  const compile = (output, source) =>
    run(
      go,
      ['build', '-trimpath', '-ldflags', ['-s', '-w', ...stamps].join(' '), '-o', path.join(draft, output), source],
      {
        cwd: moduleFolder,
        env: { ...process.env, CGO_ENABLED: '0' },
      },
    );
  await compile('kube-apiserver', 'k8s.io/kubernetes/cmd/kube-apiserver');
  await compile('etcd', 'go.etcd.io/etcd/server/v3');
}

async function findGo() {
  for (const go of [onPath('go'), '/usr/local/go/bin/go'].filter((file) => file && isExecutable(file))) {
    const version = /go(\d+\.\d+(\.\d+)?)/.exec((await ask(go, ['env', 'GOVERSION'])) ?? '')?.[1];
    // Since 1.21 an older Go fetches by itself the toolchain that go.mod asks for: https://go.dev/doc/toolchain
    if (version && compareVersions(version, '1.21') >= 0) return go;
  }
  return downloadGo();
}

async function downloadGo() {
  const file = `go${ownGo}.${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}.tar.gz`;
  const { folder } = await installOnce(`go-${ownGo}-${process.platform}-${process.arch}`, async (draft) => {
    say(`Go ${ownGo} from https://go.dev/dl/ …`);
    const releases = JSON.parse(await downloadText('https://go.dev/dl/?mode=json&include=all'));
    const entry = releases.flatMap((release) => release.files).find((candidate) => candidate.filename === file);
    if (!entry) throw new Error(`https://go.dev/dl/ has no ${file}`);
    const archive = path.join(draft, file);
    await download(`https://go.dev/dl/${file}`, archive, { sha256: entry.sha256 });
    await run('tar', ['-xzf', archive, '-C', draft]);
    await rm(archive);
  });
  return path.join(folder, 'go/bin/go');
}
