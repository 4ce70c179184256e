import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ensurePart } from '../setup/parts.mjs';
import { createKeyPair } from './key-pair.ts';
import { kubeconfigText } from './kubeconfig.ts';

/** A running etcd and kube-apiserver that nobody else uses. No controllers and no kubelet: nothing rolls out. */
export interface TestCluster {
  /** A file with the contexts `plumbline-test` (admin), `plumbline-reader` and `plumbline-expired`. */
  readonly kubeconfig: string;
  readonly url: string;
  /** The certificate of the API server's own authority, as PEM. */
  readonly certificateAuthority: string;
  readonly adminToken: string;
  /** Of the user `reader`, whom no role binding names: every request is a real 403. */
  readonly readerToken: string;
  /** Ends both processes and removes what they wrote. May be called twice. */
  readonly stop: () => Promise<void>;
}

interface Program {
  readonly name: string;
  readonly process: ChildProcess;
  readonly log: string;
}

/**
 * Starts a cluster and answers when `/readyz` does. `dir` is where its files go, by default a new temp folder that `stop` removes;
 * a given folder keeps the objects, so that a second start on it finds them again.
 * Throws with the programs' own last words when they do not come up, or with the way to get them when they are not here.
 */
export async function startCluster(options: { readonly dir?: string } = {}): Promise<TestCluster> {
  const part = await ensurePart('cluster');
  if (!part.ok) throw new Error(`There is no API server to test with: ${part.why}. The way out: ${part.howToGetIt}.`);
  const folder = options.dir ?? (await mkdtemp(path.join(tmpdir(), 'plumbline-cluster-')));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const programs: Program[] = [];
  const stop = once(async () => {
    await Promise.all(programs.toReversed().map(end));
    if (options.dir === undefined) await rm(folder, { recursive: true, force: true });
  });
  try {
    return { ...(await bringUp(folder, part.paths, programs)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(
  folder: string,
  paths: { readonly kubeApiserver: string; readonly etcd: string },
  programs: Program[],
): Promise<Omit<TestCluster, 'stop'>> {
  const [etcdPort, peerPort, apiPort] = await freePorts(3);
  const adminToken = randomBytes(16).toString('hex');
  const readerToken = randomBytes(16).toString('hex');
  const tokens = path.join(folder, 'tokens.csv');
  await writeFile(tokens, `${adminToken},admin,admin,system:masters\n${readerToken},reader,reader,\n`, { mode: 0o600 });
  const account = await createKeyPair(folder, 'service-account');
  const etcdUrl = `http://127.0.0.1:${etcdPort}`;
  programs.push(start(folder, paths.etcd, etcdArguments(folder, etcdUrl, `http://127.0.0.1:${peerPort}`)));
  const certificates = path.join(folder, 'certificates');
  programs.push(
    start(folder, paths.kubeApiserver, [
      ...['--etcd-servers', etcdUrl, '--bind-address', '127.0.0.1', '--secure-port', String(apiPort)],
      ...['--cert-dir', certificates, '--token-auth-file', tokens, '--authorization-mode', 'RBAC'],
      ...[
        '--service-account-issuer',
        'https://kubernetes.default.svc',
        '--service-account-key-file',
        account.publicKey,
      ],
      ...['--service-account-signing-key-file', account.privateKey, '--service-cluster-ip-range', '10.96.0.0/16'],
      // Nobody makes the default ServiceAccount of a namespace here, and without it no Pod would be admitted.
      ...['--disable-admission-plugins', 'ServiceAccount'],
    ]),
  );
  programs.push(startGuard(folder, programs));
  const url = `https://127.0.0.1:${apiPort}`;
  await untilReady(url, adminToken, programs);
  // The server signs its own certificate with an authority of the same file.
  const certificateAuthority = await readFile(path.join(certificates, 'apiserver.crt'), 'utf8');
  const kubeconfig = path.join(folder, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigText({ url, certificateAuthority, adminToken, readerToken }), { mode: 0o600 });
  return { kubeconfig, url, certificateAuthority, adminToken, readerToken };
}

function etcdArguments(folder: string, client: string, peer: string): string[] {
  return [
    ...['--data-dir', path.join(folder, 'etcd'), '--listen-client-urls', client, '--advertise-client-urls', client],
    ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `default=${peer}`],
    // A test cluster's data need not outlive a power cut, and syncing is most of its start.
    ...['--unsafe-no-fsync', '--log-level', 'error'],
  ];
}

/** `detached` makes the program the leader of its own group, so that its children end with it. */
function start(folder: string, executable: string, args: string[], input: 'ignore' | 'pipe' = 'ignore'): Program {
  const name = path.basename(executable);
  const log = path.join(folder, `${name}.log`);
  const output = openSync(log, 'w');
  const child = spawn(executable, args, { stdio: [input, output, output], detached: true, cwd: folder });
  closeSync(output);
  child.on('error', () => undefined);
  return { name, process: child, log };
}

/**
 * Ends the programs when this process ends in whatever way, SIGKILL included: the guard's input is a pipe that only we hold,
 * so the system closes it then.
 */
function startGuard(folder: string, programs: readonly Program[]): Program {
  const groups = programs.flatMap(({ process: { pid } }) => (pid === undefined ? [] : [`-${pid}`]));
  return start(folder, '/bin/sh', ['-c', 'cat; kill -s KILL -- "$@"', 'guard', ...groups], 'pipe');
}

async function untilReady(url: string, token: string, programs: readonly Program[]): Promise<void> {
  for (;;) {
    for (const program of programs) {
      if (program.process.pid !== undefined && program.process.exitCode === null) continue;
      const words = (await readFile(program.log, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-5).join('\n');
      throw new Error(`${program.name} did not start:\n${words}`);
    }
    if ((await statusOf(`${url}/readyz`, token)) === 200) return;
    await pause(50);
  }
}

function statusOf(url: string, token: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${token}` };
    // The certificate is being made by the server that we wait for.
    const asked = request(url, { headers, rejectUnauthorized: false, agent: false, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => {
      resolve(undefined);
    });
    asked.end();
  });
}

async function end(program: Program): Promise<void> {
  const child = program.process;
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  // Nothing is worth a graceful end: the data is thrown away, or etcd's log restores it.
  signal(child, 'SIGKILL');
  await gone;
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // It is gone already.
  }
}

/** Asks the system for ports that are free now, all at once so that none is given twice. */
async function freePorts(count: 3): Promise<[number, number, number]> {
  const servers = await Promise.all(Array.from({ length: count }, listenAnywhere));
  const ports = servers.map(({ port }) => port);
  await Promise.all(servers.map(({ close }) => close()));
  return ports as [number, number, number];
}

function listenAnywhere(): Promise<{ port: number; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        port,
        close: () =>
          new Promise((closed) => {
            server.close(() => {
              closed();
            });
          }),
      });
    });
  });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
