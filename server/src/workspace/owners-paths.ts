/** Where GitLab looks for the owners of files, in its order; the first that is there is the one that counts. */
export const ownersPaths = ['CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'] as const;

/** By its name alone: one in another folder has no effect, which is worth saying. */
export function isOwnersPath(path: string): boolean {
  return path === 'CODEOWNERS' || path.endsWith('/CODEOWNERS');
}
