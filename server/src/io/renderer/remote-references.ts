import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isRecord } from '../../base/record.ts';
import { isRemoteReference, kustomizationFileNames } from '../../workspace/kustomization-file.ts';
import { kubernetesDialect } from '../../yaml/dialect.ts';
import { parseYamlFile } from '../../yaml/file.ts';
import { toValue } from '../../yaml/value.ts';

interface RemoteReference {
  /** The kustomization file that has it. */
  readonly file: string;
  /** Without a user name and password. */
  readonly url: string;
}

/** https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
const listsOfPaths = [
  ...['resources', 'bases', 'components', 'generators', 'transformers', 'validators', 'crds', 'configurations'],
  'patchesStrategicMerge',
];
const listsWithPath = ['patches', 'patchesJson6902', 'replacements', 'openapi'];
const listsWithFiles = ['configMapGenerator', 'secretGenerator'];

/** The kustomization file of a folder, or undefined. */
export async function kustomizationFileIn(folder: string): Promise<string | undefined> {
  for (const name of kustomizationFileNames) {
    const file = path.join(folder, name);
    if ((await stat(file).catch(() => undefined))?.isFile()) return file;
  }
  return undefined;
}

/** The first thing that the kustomization of a folder, or one that it builds upon, would load from the network. */
export async function findRemoteReference(folder: string): Promise<RemoteReference | undefined> {
  const seen = new Set<string>();
  const folders = [folder];
  for (let next = folders.shift(); next !== undefined; next = folders.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const file = await kustomizationFileIn(next);
    if (file === undefined) continue;
    for (const reference of references(await valueOf(file))) {
      const place = path.resolve(next, reference);
      const found = await stat(place).catch(() => undefined);
      if (found?.isDirectory()) folders.push(place);
      // Kustomize looks on the disk first, whatever the name looks like.
      if (found === undefined && isRemoteReference(reference)) return { file, url: withoutCredentials(reference) };
    }
  }
  return undefined;
}

async function valueOf(file: string): Promise<unknown> {
  const document = parseYamlFile(file, await readFile(file, 'utf8')).documents[0]?.document;
  return document === undefined
    ? undefined
    : toValue(document.root, { dialect: kubernetesDialect, anchors: document.anchors }).value;
}

function references(kustomization: unknown): string[] {
  if (!isRecord(kustomization)) return [];
  const entriesOf = (key: string): readonly unknown[] => {
    const value = kustomization[key];
    return Array.isArray(value) ? value : [value];
  };
  const entries = [
    ...listsOfPaths.flatMap(entriesOf),
    ...listsWithPath.flatMap(entriesOf).map((entry) => (isRecord(entry) ? entry['path'] : undefined)),
    ...listsWithFiles.flatMap(entriesOf).flatMap(filesOf),
  ];
  // A text of several lines is the thing itself, not where it is.
  return entries.filter((entry): entry is string => typeof entry === 'string' && !entry.includes('\n'));
}

/** `files` may rename: `key=path`. */
function filesOf(generator: unknown): unknown[] {
  if (!isRecord(generator)) return [];
  const { files, envs, env } = generator;
  return [files, envs, env]
    .flat()
    .map((entry) => (typeof entry === 'string' ? entry.replace(/^[^/:=]*=/u, '') : undefined));
}

function withoutCredentials(url: string): string {
  return url.replace(/(:\/\/)[^/@]*@/u, '$1');
}
