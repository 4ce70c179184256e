import type { NameQuestion } from '../../server/src/workspace/remote-names.ts';
import type { Workspace } from '../../server/src/workspace/workspace.ts';
import { ROOT } from './fixture-file.ts';
import type { Block } from './page.ts';

/**
 * Reads a `names QUESTION` block: the names that GitLab knows, one a line as `name: detail`. The question is the kind
 * and what it asks about as `key=value`, such as `names refs project=group/tools`.
 */
export function setNames(workspace: Workspace, { words: [kind, ...parameters], body }: Block): void {
  const given: Record<string, string> = {};
  for (const parameter of parameters) {
    const [key = '', value = ''] = parameter.split('=', 2);
    given[key] = value;
  }
  const names = body.split('\n').map((line) => {
    const [, name = '', detail] = /^(.+?)(?:: (.*))?$/.exec(line) ?? [];
    return { name, ...(detail !== undefined && { detail }) };
  });
  workspace.setNames({ kind, folder: ROOT, ...given } as NameQuestion, names);
}
