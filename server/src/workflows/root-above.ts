import type { Repository } from '../workspace/ports/git.ts';

/**
 * A repository's root as the caller writes it, from a folder in it. Git gives real paths; the folder may have been
 * entered through a link.
 */
export function rootAbove(folder: string, { prefix }: Pick<Repository, 'prefix'>): string {
  return prefix === '' ? folder : folder.slice(0, -(prefix.length + 1));
}
