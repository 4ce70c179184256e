import { rootOf } from '../../../../workspace/snapshot.ts';
import type { NameQuestion } from '../../../../workspace/remote-names.ts';
import { unquoted } from './flow.ts';
import { textProposal, type Proposal, type Request } from './proposal.ts';

/** Enough to choose from; the list is filtered by what is typed on the client's side. */
const MAX_FILES = 500;

/** Step by step, and whole. Paths count from the project's root, with or without a leading slash. */
export function localFiles({ pipeline, file, snapshot, position }: Request): Proposal[] {
  const { projectRoot } = pipeline.graph;
  const listed = snapshot.filesBelow(rootOf(snapshot, `${projectRoot}/.`)) ?? [];
  const lead = position.typed.startsWith('/') ? '/' : '';
  const prefix = `${projectRoot}/`;
  const typed = position.typed.slice(lead.length);
  const below = typed.slice(0, typed.lastIndexOf('/') + 1);
  const found = new Map<string, Proposal>();
  for (const path of listed) {
    if (found.size >= MAX_FILES) break;
    if (!path.startsWith(prefix + below) || !/\.ya?ml$/i.test(path) || path === file.path) continue;
    const rest = path.slice(prefix.length + below.length);
    const slash = rest.indexOf('/');
    const name = slash === -1 ? rest : rest.slice(0, slash + 1);
    if (!found.has(name)) found.set(name, pathProposal(lead + below + name));
    if (slash !== -1) found.set(rest, deepFile(lead + below + rest));
  }
  return [...found.values()];
}

/** What `changes` and `exists` may name: the files and folders of the project, step by step, and all below a folder. */
export function projectPaths({ pipeline, snapshot, position: { typed } }: Request): Proposal[] {
  if (/[*$]/.test(typed)) return [];
  const below = typed.slice(0, typed.lastIndexOf('/') + 1);
  const prefix = `${pipeline.graph.projectRoot}/${below}`;
  const names = new Set<string>();
  for (const path of snapshot.filesBelow(rootOf(snapshot, `${pipeline.graph.projectRoot}/.`)) ?? []) {
    if (!path.startsWith(prefix) || names.size >= MAX_FILES) continue;
    const rest = path.slice(prefix.length);
    const slash = rest.indexOf('/');
    names.add(below + (slash === -1 ? rest : rest.slice(0, slash + 1)));
  }
  const all = textProposal(`${below}**/*`, 'value', { detail: 'all files below', sortText: `3${below}` });
  return names.size === 0 ? [] : [...[...names].map(pathProposal), ...(below === '' ? [] : [all])];
}

/** Whoever knows the name need not go through the folders. */
function deepFile(path: string): Proposal {
  return textProposal(path, 'file', { sortText: `2${path}` });
}

/** A folder goes on: what is in it can be chosen next. */
function pathProposal(path: string): Proposal {
  const isFolder = path.endsWith('/');
  return textProposal(path, isFolder ? 'folder' : 'file', {
    sortText: `${isFolder ? '0' : '1'}${path}`,
    ...(isFolder && { continues: true }),
  });
}

/** What `include` of another project, a template or a reference may name, as far as GitLab has told. */
export function remoteIncludes(keyword: string, request: Request): Proposal[] {
  const question = questionFor(keyword, request);
  const names = question === undefined ? [] : (request.snapshot.names(question) ?? []);
  return names.map(({ name, detail, documentation }) => ({
    ...(question?.kind === 'files' ? pathProposal(name) : textProposal(name, 'value')),
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { documentation }),
  }));
}

/** What projects are searched for: not with each key anew, as editors filter a list by what is typed. */
export function searchFor(typed: string): string {
  const slash = typed.lastIndexOf('/');
  return slash === -1 ? typed.trim().slice(0, 3) : typed.slice(0, slash).trim();
}

function questionFor(keyword: string, { pipeline, position }: Request): NameQuestion | undefined {
  const folder = pipeline.graph.projectRoot;
  const { siblings, typed } = position;
  const project = unquoted((siblings.get('project') ?? '').trim());
  if (keyword === 'template') return { kind: 'templates', folder };
  if (keyword === 'project') return { kind: 'projects', folder, search: searchFor(typed) };
  if (project === '' || project.includes('$')) return undefined;
  if (keyword === 'ref' || keyword === 'branch') return { kind: 'refs', folder, project };
  if (keyword !== 'file') return undefined;
  const ref = unquoted((siblings.get('ref') ?? '').trim());
  const below = typed.slice(0, typed.lastIndexOf('/') + 1);
  return { kind: 'files', folder, project, below, ...(ref !== '' && !ref.includes('$') && { ref }) };
}
