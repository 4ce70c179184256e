/**
 * What is wrong with a branch name, by Git's rules (https://git-scm.com/docs/git-check-ref-format); undefined when nothing is.
 * The server asks Git itself before it makes the branch; this answers while the user types.
 */
export function wrongBranchName(name: string, targetBranch: string): string | undefined {
  if (name === '') return 'Give the branch a name.';
  if (name === targetBranch) return `'${name}' is the target branch; the merge request needs a branch of its own.`;
  const forbidden = /[\s~^:?*[\\]|[^\x20-\x7e\u00a0-\uffff]/u.exec(name);
  if (forbidden !== null)
    return /\s/u.test(forbidden[0]) ? 'A branch name has no spaces.' : `A branch name has no '${forbidden[0]}'.`;
  if (name.includes('..') || name.includes('@{')) return "A branch name has no '..' and no '@{'.";
  return wrongEnds(name);
}

function wrongEnds(name: string): string | undefined {
  if (name.startsWith('-') || name === '@' || name === 'HEAD') return `'${name}' is not a branch name.`;
  if (name.startsWith('/') || name.endsWith('/') || name.includes('//'))
    return "A branch name neither begins nor ends with '/', and has no '//'.";
  if (name.endsWith('.')) return "A branch name does not end with '.'.";
  const badPart = name.split('/').find((part) => part.startsWith('.') || part.endsWith('.lock'));
  if (badPart !== undefined)
    return `'${badPart}' cannot be a part of a branch name: none begins with '.' or ends with '.lock'.`;
  return undefined;
}
