/** The journal's names of steps in the user's words; a name that this version does not know stays as it is. */
const words = new Map([
  ['commit', 'make the commit'],
  ['branch', 'make the branch'],
  ['switch', 'switch to the branch'],
  ['push', 'push the branch'],
  ['create', 'open the merge request on GitLab'],
  ['confirm', 'read the merge request back'],
  ['discard', 'forget the run, whose journal cannot be read'],
]);

/** The next step of an interrupted run in words; one of a newer server by its name. */
export function describeNextStep(step: string): string {
  return words.get(step) ?? step;
}
