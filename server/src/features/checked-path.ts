import { isOwnersPath } from '../workspace/owners-paths.ts';

/** Whether a file is looked at when a whole folder is checked: by its name, as most files are nothing for Plumbline. */
export function isCheckedPath(path: string): boolean {
  return /\.ya?ml$/i.test(path) || isOwnersPath(path);
}
