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
  | { readonly kind: 'remote'; readonly url: string };

/** The scheme of the URIs under which an editor shows such files, and how their paths begin. */
export const INCLUDE_SCHEME = 'plumbline-include';

const PREFIX = `${INCLUDE_SCHEME}:/`;

/** Whether a path names an included file outside the workspace. */
export function isIncludePath(path: string): boolean {
  return path.startsWith(PREFIX);
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
  const [kind, ...segments] = path.slice(PREFIX.length).split('/');
  const parts = segments.map(unescapePart);
  const [first = '', second = '', third = ''] = parts;
  if (kind === 'remote' && segments.length >= 1) return { kind, url: first };
  if (kind === 'template' && segments.length >= 2) return { kind, instance: first, name: segments.slice(1).join('/') };
  if (segments.length < 4) return undefined;
  const rest = segments.slice(3).join('/');
  if (kind === 'project') return { kind, instance: first, project: second, ref: third, path: rest };
  if (kind !== 'component') return undefined;
  return { kind, instance: first, project: second, version: third, name: rest.replace(/\.yml$/, '') };
}

/** Names such a file for a reader: `ci/build.yml of group/pipelines (main)`. Other paths are answered as they are. */
export function describeInclude(path: string): string {
  const address = includeAddress(path);
  switch (address?.kind) {
    case undefined:
      return path;
    case 'project': {
      const ref = /^[\da-f]{40}$/.test(address.ref) ? address.ref.slice(0, 8) : address.ref;
      return `${address.path} of ${address.project}${ref === 'HEAD' ? '' : ` (${ref})`}`;
    }
    case 'component':
      return `component ${address.name} of ${address.project} (${address.version})`;
    case 'template':
      return `template ${address.name}`;
    case 'remote':
      return address.url;
  }
}

function escapePart(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescapePart(text: string): string {
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}
