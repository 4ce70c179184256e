import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startCluster } from '../cluster/start-cluster.ts';
import { startGitLab, type GitLabOptions, type TestGitLab } from '../gitlab/index.ts';
import { seedDemo, type Demo } from '../gitlab/seeds/demo.ts';
import { deployDemo } from './deploy.ts';
import { demoKubeconfig } from './environments.ts';
import { startRecordedCluster } from './recorded-cluster.ts';
import { cloneDemo } from './workspace.ts';

interface DemoOptions {
  /** kubectl for `realCluster`, and for the extension to render overlays with. */
  readonly kubectl?: string;
  /** Deploy to a real API server instead of answering from recorded objects. */
  readonly realCluster?: boolean;
  readonly gitlab?: GitLabOptions;
  /** Told what is being done. */
  readonly say?: (text: string) => void;
}

/** Everything of the demo but the editor. */
export interface RunningDemo {
  readonly gitlab: TestGitLab;
  readonly seed: Demo;
  /** A temp folder, removed at the end. */
  readonly folder: string;
  /** The clone, with changes in its working tree. */
  readonly clone: string;
  readonly kubeconfig: string;
  /** What the editor's process needs. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

type Undo = () => Promise<void>;

/** Starts GitLab and cluster, clones the project and gives what an editor needs. Whatever it started ends when it fails. */
export async function startDemo(options: DemoOptions = {}): Promise<RunningDemo> {
  const undo: Undo[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await bringUp(options, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(options: DemoOptions, undo: Undo[]): Promise<Omit<RunningDemo, 'stop'>> {
  const { say = () => undefined } = options;
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-demo-'));
  undo.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  say('GitLab');
  const gitlab = await startGitLab(options.gitlab);
  undo.push(gitlab.stop);
  const seed = await seedDemo(gitlab);
  say('a clone with changes in its working tree');
  const clone = path.join(folder, 'shop-gitops');
  await cloneDemo({ url: seed.cloneUrl, token: seed.token, user: seed.user }, clone);
  say(options.realCluster === true ? 'a real API server' : 'a cluster of recorded objects');
  const kubeconfig = path.join(folder, 'kubeconfig');
  await writeFile(kubeconfig, await clusterAccess(options, undo), { mode: 0o600 });
  const home = path.join(folder, 'home');
  await mkdir(home);
  const tools = options.kubectl === undefined ? '' : `${path.dirname(options.kubectl)}${path.delimiter}`;
  const environment = {
    KUBECONFIG: kubeconfig,
    PATH: `${tools}${process.env['PATH'] ?? ''}`,
    PLUMBLINE_DEMO_INSTANCE: gitlab.url,
    PLUMBLINE_DEMO_TOKEN: seed.token,
  };
  return { gitlab, seed, folder, clone, kubeconfig, environment };
}

/** The text of the kubeconfig for the cluster that it starts. */
async function clusterAccess(options: DemoOptions, undo: Undo[]): Promise<string> {
  if (options.realCluster !== true) {
    const recorded = await startRecordedCluster(new URL('recorded/cluster.json', import.meta.url));
    undo.push(recorded.stop);
    return demoKubeconfig(recorded);
  }
  if (options.kubectl === undefined) throw new Error('A real cluster needs kubectl to deploy to it');
  const cluster = await startCluster();
  undo.push(cluster.stop);
  // The working tree differs from what is deployed, as it should: the recorded state is that of the default branch.
  const repository = fileURLToPath(new URL('repository/', import.meta.url));
  await deployDemo({ kubectl: options.kubectl, kubeconfig: cluster.kubeconfig, repository });
  const { url, adminToken: token, certificateAuthority } = cluster;
  return demoKubeconfig({ url, token, certificateAuthority });
}
