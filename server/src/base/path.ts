/** Paths as everywhere in the engine: absolute, with forward slashes. Nothing here looks at the disk. */

/** The last name of a path: `deploy.yml` of `/shop/ci/deploy.yml`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder that a file lies in; '' at the top, so that `${folder}/name` is always a path. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The folder that a file lies in, for a program that is started there; '/' at the top. */
export function workingFolderOf(path: string): string {
  return folderOf(path) || '/';
}

/** A path as it is written from a folder above it; one that is not below the folder stays as it is. */
export function relativeTo(folder: string, path: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

/** An absolute path from a folder and a path in one of its files, with `.` and `..` taken out. */
export function resolvePath(folder: string, path: string): string {
  const segments = path.startsWith('/') ? [] : folder.split('/').filter((segment) => segment !== '');
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return `/${segments.join('/')}`;
}
