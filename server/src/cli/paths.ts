import path from 'node:path';

/** An argument as an absolute path with forward slashes. */
export function absolutePath(folder: string, argument: string): string {
  return toForward(path.resolve(folder, argument));
}

/** Forward slashes, and a drive letter in lower case, as everywhere in the engine. */
export function toForward(native: string): string {
  return native.replaceAll(path.sep, '/').replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
}
