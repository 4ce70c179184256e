// A real kube-apiserver and etcd: given by the user, or built once from the Go modules that test/cluster/go.mod names.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findGo, oldestGo } from './go.mjs';
import { installOnce, isExecutable, repositoryFolder, run, say } from './machine.mjs';

const moduleFolder = path.join(repositoryFolder, 'test/cluster');

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
