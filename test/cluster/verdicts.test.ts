import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { afterAll, beforeAll, expect, test } from 'vitest';
import data from '../../schemas/kubernetes/types.json' with { type: 'json' };
import { diagnostic } from '../../server/src/features/diagnostic.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';
import { strip } from '../harness/annotate.ts';
import { blocksOf, parsePage } from '../harness/page.ts';
import { startCluster, type TestCluster } from './start-cluster.ts';

/**
 * The pages of the Kubernetes rules say which manifests are wrong. Here the API server is asked: what a page calls an error
 * it must refuse, and what a page does not, it must accept.
 */
const PAGES = new URL('../fixtures/kubernetes/', import.meta.url);

/** What is accepted in a file and is no object for the server yet: patches, placeholders and texts of other tools. */
const NOT_WHOLE = /\$patch|\$\{|^sops:|ENC\[|kustomization/m;

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startCluster();
});

afterAll(async () => {
  await cluster.stop();
});

interface Manifest {
  readonly name: string;
  readonly text: string;
  readonly errors: readonly string[];
  readonly isBroken: boolean;
}

test('the API server agrees with the pages', async () => {
  const paths = await resourcePaths();
  const disagreements: string[] = [];
  let judged = 0;
  for (const { name, text, errors, isBroken } of readManifests()) {
    const path = paths.get(identityOf(text));
    if (path === undefined || isBroken || NOT_WHOLE.test(text)) continue;
    judged++;
    const { status, message } = await create(path, text);
    const isAccepted = status === 201 || status === 409;
    if (isAccepted === errors.length > 0)
      disagreements.push(`${name}: ${status} ${message}; we say: ${errors.join(', ')}`);
  }
  expect(disagreements).toEqual([]);
  expect(judged).toBeGreaterThan(20);
});

test('the API server serves none of the kinds that are said to be removed, and all stable ones that are known', async () => {
  const paths = await resourcePaths();
  expect(Object.keys(data.removed).filter((kind) => paths.has(kind))).toEqual([]);
  // Only kinds that are stored have lists; reviews and evictions are parts of other resources or have no list.
  const stable = Object.keys(data.kinds).filter((kind) => /(?:^|\/)v\d+ /.test(kind) && `${kind}List` in data.kinds);
  expect(stable.filter((kind) => !paths.has(kind))).toEqual([]);
  expect(stable.length).toBeGreaterThan(50);
});

/** Each document of each file block of the pages, alone. */
function readManifests(): Manifest[] {
  return readdirSync(PAGES)
    .filter((page) => readFileSync(new URL(page, PAGES), 'utf8').startsWith('# kubernetes/'))
    .flatMap((page) => parsePage(readFileSync(new URL(page, PAGES), 'utf8')).map((section) => ({ page, section })))
    .filter(
      ({ section }) =>
        !section.parts.some((part) => typeof part !== 'string' && /kustomization/.test(part.words[0] ?? '')),
    )
    .flatMap(({ page, section }) =>
      blocksOf(section)
        .filter(({ kind, words }) => kind === 'yaml' && words.length > 0)
        .flatMap(({ body }) => strip(body).replace('<|>', '').split(/^---$/m))
        .map((text) => judge(`${page}: ${section.name}`, text)),
    );
}

function judge(name: string, text: string): Manifest {
  const workspace = new Workspace();
  workspace.setRoots(['/workspace']);
  workspace.setListing('/workspace', ['/workspace/manifest.yaml']);
  workspace.open('/workspace/manifest.yaml', text);
  const snapshot = workspace.snapshot();
  const state = snapshot.file('/workspace/manifest.yaml');
  if (state.state !== 'loaded') return { name, text, errors: [], isBroken: true };
  const errors = diagnostic(snapshot, state.file).filter(({ severity }) => severity === 'error');
  return { name, text, errors: errors.map(({ message }) => message), isBroken: isBroken(state.file) };
}

function isBroken(file: YamlFile): boolean {
  return file.problems().length > 0;
}

function identityOf(text: string): string {
  const field = (name: string): string => new RegExp(`^"?${name}"?: *"?([^\\s"]*)`, 'm').exec(text)?.[1] ?? '';
  return `${field('apiVersion')} ${field('kind')}`;
}

/** `apps/v1 Deployment` → where such objects are created. */
async function resourcePaths(): Promise<Map<string, string>> {
  const paths = new Map<string, string>();
  const { groups } = JSON.parse((await ask('GET', '/apis')).text) as {
    groups: { versions: { groupVersion: string }[] }[];
  };
  const versions = groups.flatMap((group) => group.versions.map(({ groupVersion }) => `apis/${groupVersion}`));
  for (const base of ['api/v1', ...versions]) {
    const { resources } = JSON.parse((await ask('GET', `/${base}`)).text) as {
      resources: { name: string; kind: string; namespaced: boolean }[];
    };
    for (const { name, kind, namespaced } of resources.filter((resource) => !resource.name.includes('/'))) {
      paths.set(
        `${base.replace(/^apis?\//, '')} ${kind}`,
        `/${base}/${namespaced ? 'namespaces/default/' : ''}${name}`,
      );
    }
  }
  return paths;
}

async function create(path: string, text: string): Promise<{ status: number; message: string }> {
  const { status, text: answer } = await ask('POST', `${path}?dryRun=All&fieldValidation=Strict`, text);
  const { message = '' } = JSON.parse(answer) as { message?: string };
  return { status, message };
}

function ask(method: 'GET' | 'POST', path: string, body?: string): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${cluster.adminToken}`, 'content-type': 'application/yaml' };
  return new Promise((resolve, reject) => {
    const options = { method, headers, ca: cluster.certificateAuthority };
    const sent = request(
      `${cluster.url}${path}`,
      { ...options, headers: { ...headers, accept: 'application/json' } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
