import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensurePart } from '../setup/parts.mjs';

/** A running registry that nobody else uses. */
export interface TestRegistry {
  /** `http://127.0.0.1:PORT`, or `https://…` with a certificate. */
  readonly url: string;
  readonly host: string;
  readonly stop: () => Promise<void>;
}

interface RegistryOptions {
  /** Where images are kept; registries may share it. */
  readonly storage: string;
  /** Answers with TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** The section `auth` of the configuration: https://distribution.github.io/distribution/about/configuration/#auth */
  readonly auth?: object;
}

/** Starts the registry and answers when it listens. Throws with its last words when it does not. */
export async function startRegistry({ storage, tls, auth }: RegistryOptions): Promise<TestRegistry> {
  const part = await ensurePart('registry');
  if (!part.ok) throw new Error(`There is no registry to test with: ${part.why}. The way out: ${part.howToGetIt}.`);
  const folder = mkdtempSync(path.join(tmpdir(), 'plumbline-registry-'));
  const config = path.join(folder, 'config.yml');
  const settings = {
    version: 0.1,
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: storage } },
    http: { addr: '127.0.0.1:0', secret: 'no secret', ...(tls && { tls }) },
    ...(auth && { auth }),
  };
  // Every JSON text is YAML.
  writeFileSync(config, JSON.stringify(settings));
  const program = spawn(part.paths.registry, ['serve', config], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(program, 'exit');
  const host = await new Promise<string>((resolve, reject) => {
    let said = '';
    const read = (bytes: Buffer): void => {
      said += bytes.toString();
      const found = /listening on (127\.0\.0\.1:\d+)/u.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    };
    program.stdout.on('data', read);
    program.stderr.on('data', read);
    void exit.then(() => {
      reject(new Error(`The registry ended:\n${said.slice(-2000)}`));
    });
  });
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host}`,
    host,
    stop: async () => {
      program.kill('SIGKILL');
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What was put into a registry. */
export interface PushedImage {
  /** Of the list of variants. */
  readonly index: string;
  /** Of the one variant that has the tag `single`. */
  readonly single: string;
}

const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

/** Pushes an image for two platforms with the given tags, and one of them alone with the tag `single`. */
export async function pushImage(registry: string, repository: string, tags: readonly string[]): Promise<PushedImage> {
  const variants = await Promise.all(
    ['amd64', 'arm64'].map(async (architecture) => {
      const config = await pushBlob(registry, repository, JSON.stringify({ architecture, os: 'linux', repository }));
      const layer = await pushBlob(registry, repository, `layer of ${repository} for ${architecture}`);
      const manifest = JSON.stringify({
        schemaVersion: 2,
        mediaType: OCI_MANIFEST,
        config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
        layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
      });
      const tag = architecture === 'amd64' ? 'single' : digestOf(manifest);
      await pushManifest(registry, { repository, tag, type: OCI_MANIFEST, text: manifest });
      return { mediaType: OCI_MANIFEST, ...sizeOf(manifest), platform: { architecture, os: 'linux' } };
    }),
  );
  const index = JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: variants });
  for (const tag of tags) await pushManifest(registry, { repository, tag, type: OCI_INDEX, text: index });
  return { index: digestOf(index), single: variants[0]?.digest ?? '' };
}

interface Manifest {
  readonly repository: string;
  readonly tag: string;
  readonly type: string;
  readonly text: string;
}

export async function pushManifest(registry: string, { repository, tag, type, text }: Manifest): Promise<string> {
  const url = `${registry}/v2/${repository}/manifests/${tag}`;
  const answer = await fetch(url, { method: 'PUT', headers: { 'content-type': type }, body: text });
  if (answer.status !== 201) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return digestOf(text);
}

async function pushBlob(registry: string, repository: string, text: string): Promise<{ digest: string; size: number }> {
  const begun = await fetch(`${registry}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const url = new URL(begun.headers.get('location') ?? '', registry);
  url.searchParams.set('digest', digestOf(text));
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await fetch(url, { method: 'PUT', headers, body: text });
  if (answer.status !== 201) throw new Error(`${url.href}: ${answer.status} ${await answer.text()}`);
  return sizeOf(text);
}

function sizeOf(text: string): { digest: string; size: number } {
  return { digest: digestOf(text), size: Buffer.byteLength(text) };
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
