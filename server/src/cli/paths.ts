import path from 'node:path';
import { describeInclude, isIncludePath } from '../workspace/include-address.ts';

/** An argument as an absolute path with forward slashes. */
export function absolutePath(folder: string, argument: string): string {
  return toForward(path.resolve(folder, argument));
}

/** A path as it is shown: relative to the folder where the command runs when it lies below it. */
export function shownPath(folder: string, file: string): string {
  if (isIncludePath(file)) return describeInclude(file);
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
}

export function folderOf(file: string): string {
  return file.slice(0, Math.max(1, file.lastIndexOf('/')));
}

/** Forward slashes, and a drive letter in lower case, as everywhere in the engine. */
export function toForward(native: string): string {
  return native.replaceAll(path.sep, '/').replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
}
