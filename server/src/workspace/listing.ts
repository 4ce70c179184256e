/** Whether a file or folder is in the listings; undefined when its root is not listed. */
export function existsIn(
  listings: ReadonlyMap<string, readonly string[]>,
  folders: ReadonlyMap<string, ReadonlySet<string>>,
  path: string,
): boolean | undefined {
  for (const [root, files] of listings) {
    if (path !== root && !path.startsWith(`${root}/`)) continue;
    return path === root || (folders.get(root)?.has(path) ?? false) || includesSorted(files, path);
  }
  return undefined;
}

function includesSorted(sorted: readonly string[], wanted: string): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = sorted[middle] ?? '';
    if (found === wanted) return true;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

/** The folders that files lie in, with all above. */
export function foldersOf(files: readonly string[]): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
      const folder = file.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}
