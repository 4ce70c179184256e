import { INCLUDE_SCHEME, isIncludePath } from '../workspace/include-address.ts';

const DRIVE = /^\/([A-Za-z]):(?=\/|$)/;

/**
 * The engine's path of a document: absolute, with forward slashes, a Windows drive letter in lower case. A URI that
 * names no file on disk (`untitled:Untitled-1`) is its own path: such a document is known while it is open.
 */
export function pathOf(uri: string): string {
  if (isIncludePath(uri)) return decode(uri);
  if (!uri.startsWith('file:')) return uri;
  const rest = uri.slice('file:'.length);
  if (!rest.startsWith('//')) return decode(rest);
  const slash = rest.indexOf('/', 2);
  const host = slash === -1 ? rest.slice(2) : rest.slice(2, slash);
  const path = slash === -1 ? '/' : decode(rest.slice(slash));
  if (host !== '' && host !== 'localhost') return `//${host}${path}`;
  return withoutTrailingSlash(path.replace(DRIVE, (_, letter: string) => `${letter.toLowerCase()}:`));
}

/** The URI of a path, escaped as VS Code escapes it. */
export function uriOf(path: string): string {
  const escape = (part: string): string => part.split('/').map(encodeURIComponent).join('/');
  if (isIncludePath(path)) return `${INCLUDE_SCHEME}:${escape(path.slice(INCLUDE_SCHEME.length + 1))}`;
  if (/^[a-z][a-z\d+.-]+:/i.test(path)) return path;
  if (path.startsWith('//')) return `file:${escape(path)}`;
  return `file://${path.startsWith('/') ? '' : '/'}${escape(path)}`;
}

function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** A `%` that escapes nothing stays as it is. */
function decode(text: string): string {
  return text.replace(/(?:%[\dA-Fa-f]{2})+/g, (escaped) => {
    const bytes = Uint8Array.from(escaped.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
    return new TextDecoder().decode(bytes);
  });
}
