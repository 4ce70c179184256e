/** Where a Git remote points to. */
export interface RemoteAddress {
  readonly transport: 'ssh' | 'http';
  readonly host: string;
  /** Without slashes at its ends and without `.git`; for HTTP with the instance's relative root, if it has one. */
  readonly path: string;
  /** `https://host:port` for HTTP. */
  readonly origin?: string;
}

/**
 * Reads the forms that Git takes: `https://`, `ssh://` and `user@host:path`. Undefined for folders, `file://` and what
 * is no address. https://git-scm.com/docs/git-clone#_git_urls
 */
export function parseRemoteUrl(url: string): RemoteAddress | undefined {
  if (/^(https?|ssh|git\+ssh|ssh\+git):\/\//iu.test(url)) return fromUrl(url);
  // A Windows folder (`C:\x`) has one letter before the colon; `./a:b` has a slash before it.
  const scp = /^(?:[^@/\s]+@)?(?<host>\[[^\]]+\]|[^:/\s]{2,}):(?!\/\/)(?<path>.+)$/u.exec(url);
  const { host, path } = scp?.groups ?? {};
  if (host === undefined || path === undefined) return undefined;
  return { transport: 'ssh', host: host.toLowerCase(), path: cleanPath(path) };
}

function fromUrl(text: string): RemoteAddress | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isHttp = /^https?:$/iu.test(url.protocol);
  const path = cleanPath(url.pathname);
  if (url.hostname === '' || path === '') return undefined;
  return {
    transport: isHttp ? 'http' : 'ssh',
    host: url.hostname.toLowerCase(),
    path,
    ...(isHttp && { origin: url.origin }),
  };
}

function cleanPath(path: string): string {
  return path
    .replace(/^\/+/u, '')
    .replace(/\/+$/u, '')
    .replace(/\.git$/u, '');
}
