import { covers } from '../git/refs.ts';
import { accessLevel, type ProjectRecord } from '../state.ts';

/** Whether a member with this role may push to the branch, over Git or through the API. */
export function mayPush(project: ProjectRecord, role: number, branch: string): boolean {
  if (role < accessLevel.developer || project.archived) return false;
  const rules = project.protectedBranches.filter((rule) => covers(rule.name, branch));
  return rules.length === 0 || rules.some((rule) => rule.pushLevel !== 0 && role >= rule.pushLevel);
}

/** Full names (or patterns with `*`) of the refs that a member with this role may not push to. */
export function refsClosedTo(project: ProjectRecord, role: number): readonly string[] {
  return project.protectedBranches
    .filter((rule) => rule.pushLevel === 0 || role < rule.pushLevel)
    .map((rule) => `refs/heads/${rule.name}`);
}
