import type { Snapshot } from '../../../workspace/snapshot.ts';
import { includePath, type IncludeAddress } from '../../../workspace/include-address.ts';
import type { ProjectHome } from '../../../workspace/ports/includes.ts';
import type { IncludeItem } from './include-items.ts';
import { expandKnownVariables, unknownVariables } from './include-variables.ts';

/** What an include item leads to. */
export type IncludeTarget =
  /** Files of the workspace, and paths of `include-address.ts` for others. */
  | { readonly state: 'files'; readonly paths: readonly string[] }
  /** The workspace does not have it. */
  | { readonly state: 'missing'; readonly path: string }
  /** GitLab refuses it whatever the file is. */
  | { readonly state: 'invalid'; readonly message: string }
  /**
   * It is not read yet, or depends on what only GitLab knows. `tell` is for the user, where waiting does not help;
   * `isUsual` when that is how such includes are.
   */
  | { readonly state: 'unknown'; readonly because: string; readonly tell?: string; readonly isUsual?: true };

/** The file that includes: what its `local` counts from. `root` is the workspace's project, whose pipeline it is. */
export type Including =
  | { readonly state: 'workspace'; readonly root: string }
  | {
      readonly state: 'project';
      readonly root: string;
      readonly instance: string;
      readonly project: string;
      readonly commit: string;
    }
  | { readonly state: 'address'; readonly root: string };

/** What a target is looked for with. Paths of the project's own files begin with the root of `Including`. */
export type Surroundings = Pick<Snapshot, 'projectHome' | 'exists' | 'file'>;

/** What an include says of the place where its file lies. */
export interface ElsewhereItem extends Pick<IncludeItem, 'kind' | 'target' | 'hasUnknownRef'> {
  readonly files: readonly { readonly path: string }[];
  readonly ref?: { readonly text: string };
}

/** Where everything but `local` leads. Asks where the project is hosted only when the answer depends on it. */
export function elsewhereTarget(snapshot: Surroundings, including: Including, item: ElsewhereItem): IncludeTarget {
  const home = (): ProjectHome | undefined => snapshot.projectHome(including.root);
  switch (item.kind) {
    case 'project':
      return projectTarget(snapshot, { including, home: home() }, item);
    case 'component':
      return componentTarget(snapshot, { including, home: home() }, item);
    case 'template':
      return templateTarget(item, including, home());
    case 'remote':
      return remoteTarget(item, home);
    case 'artifact': {
      const because = `'${item.target}' is made by a job when the pipeline runs`;
      return { state: 'unknown', because, tell: because, isUsual: true };
    }
    case 'local':
    case 'unknown':
      return { state: 'unknown', because: 'an include is not plain text' };
  }
}

interface Setting {
  readonly including: Including;
  readonly home: ProjectHome | undefined;
}

/** Revisions that are the working tree itself, for a file of the project that is edited. */
const OWN_REVISIONS = new Set(['$CI_COMMIT_SHA', '$CI_COMMIT_REF_NAME', '$CI_COMMIT_BRANCH', '$CI_COMMIT_SHORT_SHA']);

/** Whether a revision is that of the pipeline itself, whichever that will be. */
export function isOwnRevision(written: string): boolean {
  return OWN_REVISIONS.has(plain(written));
}

function projectTarget(snapshot: Surroundings, { including, home }: Setting, item: ElsewhereItem): IncludeTarget {
  const instance = including.state === 'project' ? including.instance : instanceOf(home);
  if (instance === undefined) return unknownHome(item, home);
  const project = expandKnownVariables(item.target, home);
  const written = item.ref?.text ?? 'HEAD';
  if (project === undefined || item.hasUnknownRef === true) return dependsOnVariables(item.target, home);
  if (isHome(home, instance, project) && isOwnRevision(written)) {
    return workingTree(
      snapshot,
      including.root,
      item.files.map(({ path }) => [path]),
    );
  }
  const ref = expandKnownVariables(written, home);
  if (ref === undefined) return dependsOnVariables(written, home);
  return filesOf({ kind: 'project', instance, project: withoutSlashes(project), ref, path: '' }, item, home);
}

function filesOf(
  place: Extract<IncludeAddress, { kind: 'project' }>,
  { files }: ElsewhereItem,
  home: ProjectHome | undefined,
): IncludeTarget {
  const paths: string[] = [];
  for (const file of files) {
    const path = expandKnownVariables(file.path, home)?.replace(/^\/+/, '');
    if (path === undefined) return dependsOnVariables(file.path, home);
    paths.push(includePath({ ...place, path }));
  }
  return { state: 'files', paths };
}

function componentTarget(snapshot: Surroundings, { including, home }: Setting, item: ElsewhereItem): IncludeTarget {
  const [scheme] = /^[a-z]+:\/\//i.exec(item.target) ?? [];
  if (scheme !== undefined) {
    const message = `The component '${item.target}' is written without '${scheme}', as 'host/group/project/component@version'`;
    return { state: 'invalid', message };
  }
  const at = item.target.indexOf('@');
  if (at === -1) {
    // A variable of the user's own may hold the version, or the whole address.
    if (unknownVariables(item.target, home).some((name) => !name.startsWith('CI_'))) {
      return dependsOnVariables(item.target, home);
    }
    const message = `The component '${item.target}' names no version; write one after an '@', as in '${item.target}@1.0.0'`;
    return { state: 'invalid', message };
  }
  const written = item.target.slice(at + 1);
  const place = expandKnownVariables(item.target.slice(0, at), home);
  if (place === undefined)
    return home?.state === 'none' ? unknownHome(item, home) : dependsOnVariables(item.target, home);
  const parts = componentParts(place, home);
  if (parts === undefined) {
    const message = `The component '${item.target}' is not written as 'host/group/project/component@version'`;
    return { state: 'invalid', message };
  }
  if (isHome(home, parts.instance, parts.project) && isOwnRevision(written)) {
    const { name } = parts;
    return workingTree(snapshot, including.root, [[`templates/${name}.yml`, `templates/${name}/template.yml`]]);
  }
  const version = expandKnownVariables(written, home);
  if (version === undefined) return dependsOnVariables(item.target, home);
  return { state: 'files', paths: [includePath({ kind: 'component', ...parts, version })] };
}

type ComponentParts = Pick<Extract<IncludeAddress, { kind: 'component' }>, 'instance' | 'project' | 'name'>;

/** `host/group/project/name`; the host is that of an instance, with its relative root where it has one. */
function componentParts(place: string, home: ProjectHome | undefined): ComponentParts | undefined {
  const own = instanceOf(home);
  const ownHost = own?.replace(/^https?:\/\//, '');
  const isOwn = ownHost !== undefined && place.toLowerCase().startsWith(`${ownHost.toLowerCase()}/`);
  const host = isOwn ? ownHost : (place.split('/')[0] ?? '');
  const rest = place.slice(host.length + 1);
  const slash = rest.lastIndexOf('/');
  const project = rest.slice(0, Math.max(0, slash));
  const name = rest.slice(slash + 1);
  if (!/^[\w.-]+(?::\d+)?/.test(host) || !project.includes('/') || name === '') return undefined;
  return { instance: isOwn && own !== undefined ? own : `https://${host}`, project, name };
}

function templateTarget(item: ElsewhereItem, including: Including, home: ProjectHome | undefined): IncludeTarget {
  if (item.target.includes('$')) return dependsOnVariables(item.target, home);
  if (!item.target.endsWith('.gitlab-ci.yml')) {
    return {
      state: 'invalid',
      message: `The template '${item.target}' must be named with its ending '.gitlab-ci.yml'`,
    };
  }
  const instance = including.state === 'project' ? including.instance : instanceOf(home);
  if (instance === undefined) return unknownHome(item, home);
  return { state: 'files', paths: [includePath({ kind: 'template', instance, name: item.target })] };
}

/** Parameters in which GitLab and others take tokens. */
const TOKENS = ['private_token', 'access_token', 'job_token', 'token'];

function remoteTarget(item: ElsewhereItem, home: () => ProjectHome | undefined): IncludeTarget {
  const known = item.target.includes('$') ? home() : undefined;
  const url = expandKnownVariables(item.target, known);
  if (url === undefined) return dependsOnVariables(item.target, known);
  const before = addresses.get(url);
  if (before !== undefined) return before;
  const target = addressTarget(url);
  if (addresses.size >= MOST_ADDRESSES) addresses.clear();
  addresses.set(url, target);
  return target;
}

/** Several rules ask for each address with each key. */
const addresses = new Map<string, IncludeTarget>();
const MOST_ADDRESSES = 1000;

function addressTarget(url: string): IncludeTarget {
  // Another protocol is a wrong value, which is told as one.
  if (!/^https?:/i.test(url)) return { state: 'unknown', because: `'${url}' is no address` };
  if (!URL.canParse(url)) return { state: 'invalid', message: `'${url}' is no address of a file` };
  const { username, password, searchParams } = new URL(url);
  if (username !== '' || password !== '') {
    return {
      state: 'invalid',
      message: 'GitLab does not sign in for an included address: leave user name and password out',
    };
  }
  if (TOKENS.some((name) => searchParams.has(name))) {
    const tell = 'its address holds a token, which is neither sent nor kept';
    return { state: 'unknown', because: 'an address holds a token', tell };
  }
  return { state: 'files', paths: [includePath({ kind: 'remote', url })] };
}

/** The first of each list of paths that the workspace has. */
function workingTree(snapshot: Surroundings, root: string, wanted: readonly (readonly string[])[]): IncludeTarget {
  const paths: string[] = [];
  for (const candidates of wanted) {
    const full = candidates.map((path) => `${root}/${path.replace(/^\/+/, '')}`);
    const found = full.find((path) => snapshot.exists(path) ?? snapshot.file(path).state === 'loaded');
    if (found === undefined) return { state: 'missing', path: full[0] ?? root };
    paths.push(found);
  }
  return { state: 'files', paths };
}

function isHome(home: ProjectHome | undefined, instance: string, project: string): boolean {
  if (home?.state !== 'known' || home.instance !== instance) return false;
  return home.project.toLowerCase() === withoutSlashes(project).toLowerCase();
}

/** The GitLab that a project is hosted on; undefined where that is not known. */
export function instanceOf(home: ProjectHome | undefined): string | undefined {
  return home?.state === 'known' ? home.instance : undefined;
}

function plain(variable: string): string {
  return variable.replace(/^\$\{(\w+)\}$/, '$$$1');
}

function withoutSlashes(project: string): string {
  return project.replace(/^\/+|\/+$/g, '');
}

/** Where the project is hosted says some of the variables; as long as it may say them all, nothing is told. */
export function dependsOnVariables(text: string, home: ProjectHome | undefined): IncludeTarget {
  const names = unknownVariables(text, home).map((name) => `'$${name}'`);
  const values = `${names.length === 1 ? 'the value' : 'the values'} of ${names.join(' and ')}`;
  const what = plain(text) === names[0]?.slice(1, -1) ? values : `${values} in '${text}'`;
  if (home === undefined && unknownVariables(text, ANY_HOME).length === 0) {
    return { state: 'unknown', because: `nobody has looked yet for ${what}` };
  }
  const because = `only a pipeline knows ${what}`;
  return { state: 'unknown', because, tell: because, isUsual: true };
}

const ANY_HOME: ProjectHome = { state: 'known', instance: 'https://gitlab.example.com', project: 'group/project' };

function unknownHome({ kind, target }: ElsewhereItem, home: ProjectHome | undefined): IncludeTarget {
  const name = `${kind} '${target}'`;
  if (home?.state !== 'none') return { state: 'unknown', because: `${name} is not looked for yet` };
  return { state: 'unknown', because: `where ${name} is: ${home.why}`, tell: home.why };
}
