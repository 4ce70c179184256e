export const repositoryFolder: string;
export const cacheFolder: string;
export function installOnce(
  key: string,
  build: (draft: string) => Promise<void>,
): Promise<{ folder: string; fresh: boolean }>;
export function unzip(file: string, memberNames: readonly string[]): Promise<Map<string, Uint8Array>>;
/** The program's absolute path, if it is on the PATH. */
export function onPath(name: string): string | undefined;
export function compareVersions(a: string, b: string): number;
