import { nameOf, relativeTo } from '../base/path.ts';

/** A file that a pipeline includes and that lies outside the workspace. */
export type IncludeAddress =
  /** A file of another project. `ref` is a branch, a tag or a commit; `HEAD` is the default branch. */
  | {
      readonly kind: 'project';
      readonly instance: string;
      readonly project: string;
      readonly ref: string;
      readonly path: string;
    }
  /** A component by its name and version as written: a commit, tag or branch, `~latest`, `1` or `1.2`. */
  | {
      readonly kind: 'component';
      readonly instance: string;
      readonly project: string;
      readonly version: string;
      readonly name: string;
    }
  /** A template that GitLab brings along, named as in `include:template`. */
  | { readonly kind: 'template'; readonly instance: string; readonly name: string }
  /** A file on any server. */
  | { readonly kind: 'remote'; readonly url: string }
  | TreeAddress;

/** What lies in a folder of another project at a revision, as a text of paths, one a line, from that project's root. */
export interface TreeAddress {
  readonly kind: 'tree';
  readonly instance: string;
  readonly project: string;
  readonly ref: string;
  /** Without slashes at its ends; empty for the root. */
  readonly folder: string;
  /** With the folders below. */
  readonly isDeep: boolean;
}

/** The scheme of the URIs under which an editor shows such files, and how their paths begin. */
export const INCLUDE_SCHEME = 'plumbline-include';

const PREFIX = `${INCLUDE_SCHEME}:/`;

/** Whether a path names an included file outside the workspace. */
export function isIncludePath(path: string): boolean {
  return path.startsWith(PREFIX);
}

/** Whether a path names a list of files, which is no YAML. */
export function isTreePath(path: string): boolean {
  return path.startsWith(`${PREFIX}tree/`);
}

/**
 * The path under which a snapshot knows such a file. Each part is one segment, with `/` and `~` written as in a JSON
 * pointer; the file's own name comes last, as editors show that.
 */
export function includePath(address: IncludeAddress): string {
  switch (address.kind) {
    case 'project':
      return write('project', [address.instance, address.project, address.ref], address.path);
    case 'component':
      return write('component', [address.instance, address.project, address.version], `${address.name}.yml`);
    case 'template':
      return write('template', [address.instance], address.name);
    case 'remote':
      return write('remote', [address.url], fileName(address.url));
    case 'tree': {
      const inside = address.folder === '' ? '' : `${address.folder}/`;
      return write('tree', [address.instance, address.project, address.ref], `${inside}${address.isDeep ? '**' : '*'}`);
    }
  }
}

function write(kind: string, parts: readonly string[], name: string): string {
  return `${PREFIX}${[kind, ...parts.map(escapePart)].join('/')}/${name}`;
}

function fileName(url: string): string {
  const path = url.replace(/^[^:]+:\/\/[^/]*/, '').replace(/[?#].*$/s, '');
  return path.slice(path.lastIndexOf('/') + 1) || 'file.yml';
}

/** The address behind a path; undefined for every other path. */
export function includeAddress(path: string): IncludeAddress | undefined {
  if (!isIncludePath(path)) return undefined;
  const [kind = '', ...segments] = path.slice(PREFIX.length).split('/');
  const parts = segments.map(unescapePart);
  const [first = '', second = '', third = ''] = parts;
  if (kind === 'remote' && segments.length >= 1) return { kind, url: first };
  if (kind === 'template' && segments.length >= 2) return { kind, instance: first, name: segments.slice(1).join('/') };
  if (segments.length < 4) return undefined;
  return ofProject(kind, { instance: first, project: second, revision: third, rest: segments.slice(3).join('/') });
}

function ofProject(
  kind: string,
  parts: { readonly instance: string; readonly project: string; readonly revision: string; readonly rest: string },
): IncludeAddress | undefined {
  const { instance, project, revision, rest } = parts;
  switch (kind) {
    case 'project':
      return { kind, instance, project, ref: revision, path: rest };
    case 'component':
      return { kind, instance, project, version: revision, name: rest.replace(/\.yml$/, '') };
    case 'tree': {
      const folder = rest.replace(/\/?\*+$/, '');
      return { kind, instance, project, ref: revision, folder, isDeep: rest.endsWith('**') };
    }
    default:
      return undefined;
  }
}

/**
 * Names such a file for a reader: `ci/build.yml of group/pipelines (main)`, with a line (from 1) `ci/build.yml:12 of …`.
 * Other paths are answered as they are.
 */
export function describeInclude(path: string, line?: number): string {
  const address = includeAddress(path);
  const at = line === undefined ? '' : `:${line}`;
  switch (address?.kind) {
    case undefined:
      return `${path}${at}`;
    case 'project':
      return `${address.path}${at} of ${address.project}${revisionWords(address.ref)}`;
    case 'tree':
      return `the files of ${address.project}${revisionWords(address.ref)}`;
    case 'component':
      return `component ${address.name}${at} of ${address.project} (${address.version})`;
    case 'template':
      return `template ${address.name}${at}`;
    case 'remote':
      return `${shownUrl(address.url)}${at}`;
  }
}

/** An address for a message or log: what it may hold to sign in with (a user, the value of `private_token`) is masked. */
export function shownUrl(url: string): string {
  return url
    .replace(/(?<=:\/\/)[^\s/?#]*@/, '***@')
    .replace(/(?<=[?&;][^=&;#]*(?:token|secret|password|credential|signature|sig|key|auth)=)[^&;#]+/gi, '***');
}

/** What a file, or a line of it (from 1), is called for a reader: by its path from a folder above it, or in words when it is from elsewhere. */
export function shownPath(folder: string, path: string, line?: number): string {
  return describeInclude(isIncludePath(path) ? path : relativeTo(folder, path), line);
}

/** The name of a file alone, where there is little room: `tools.yml` of a project's file, `lint` of a component. */
export function shortName(path: string): string {
  const address = includeAddress(path);
  const whole = address === undefined ? path : addressedName(address);
  return nameOf(whole);
}

function addressedName(address: IncludeAddress): string {
  switch (address.kind) {
    case 'project':
      return address.path;
    case 'tree':
      return address.project;
    case 'component':
    case 'template':
      return address.name;
    case 'remote':
      return address.url.replace(/[?#].*$/s, '');
  }
}

function revisionWords(ref: string): string {
  if (ref === 'HEAD') return '';
  return ` (${/^[\da-f]{40}$/.test(ref) ? ref.slice(0, 8) : ref})`;
}

function escapePart(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescapePart(text: string): string {
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}
