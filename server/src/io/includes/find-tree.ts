import { ownText } from '../../base/record.ts';
import type { TreeAddress } from '../../workspace/include-address.ts';
import { readJson } from '../text/read-json.ts';
import { missing } from './find-file.ts';
import { unknown, type Found } from './found.ts';
import { failureOf, whatIsMissing, type Instance } from './project-file.ts';

/** GitLab gives at most so many entries at once; more than `PAGES` times that is not asked for. */
const PER_PAGE = 100;
const PAGES = 100;

/**
 * Asks which files lie in a folder of a project (https://docs.gitlab.com/api/repositories/#list-repository-tree). A folder
 * that is not there holds none.
 */
export async function findTree(instance: Instance, address: TreeAddress): Promise<Found> {
  const paths: string[] = [];
  for (let page = 1; page <= PAGES; page++) {
    const read = await readPage(instance, address, page);
    if (read.state !== 'page') return read;
    for (const entry of read.entries) if (entry.isFile) paths.push(entry.path);
    if (read.entries.length < PER_PAGE) return { state: 'file', file: { bytes: Buffer.from(paths.join('\n')) } };
  }
  const where = address.folder === '' ? '' : ` below '${address.folder}'`;
  return unknown(`Project '${address.project}' has more than ${PER_PAGE * PAGES} files${where}, which are not listed`);
}

interface Page {
  readonly state: 'page';
  readonly entries: readonly { readonly path: string; readonly isFile: boolean }[];
}

async function readPage(instance: Instance, address: TreeAddress, page: number): Promise<Page | Found> {
  const { project, ref, folder, isDeep } = address;
  const query = new URLSearchParams({ ref, per_page: String(PER_PAGE), page: String(page) });
  if (folder !== '') query.set('path', folder);
  if (isDeep) query.set('recursive', 'true');
  const answer = await instance.ask(`projects/${encodeURIComponent(project)}/repository/tree?${query.toString()}`);
  const name = `the files of ${project}`;
  const failed = failureOf(instance, answer, name);
  if (failed !== undefined) return failed;
  if (answer.state !== 'answer') return unknown(`'${name}' could not be read`);
  if (answer.status === 404) return emptyOrMissing(instance, address, answer.bytes);
  const entries = readJson(answer.bytes);
  if (!Array.isArray(entries)) return unknown(`'${instance.url}' gave an answer that is no list of files`);
  return {
    state: 'page',
    entries: entries.map((entry: unknown) => {
      const path = ownText(entry, 'path') ?? '';
      return { path, isFile: ownText(entry, 'type') === 'blob' && !/^$|\n/u.test(path) };
    }),
  };
}

/** GitLab says the same of a folder and of a revision that is not there: only the root tells them apart. */
async function emptyOrMissing(
  instance: Instance,
  { project, ref, folder, ...address }: TreeAddress,
  bytes: Uint8Array,
): Promise<Page | Found> {
  const what = whatIsMissing(bytes);
  if (what === 'project') return missing(instance, what, { project, ref });
  if (folder === '') return missing(instance, 'ref', { project, ref });
  const root = await readPage(instance, { ...address, project, ref, folder: '', isDeep: false }, 1);
  return root.state === 'page' ? { state: 'page', entries: [] } : root;
}
