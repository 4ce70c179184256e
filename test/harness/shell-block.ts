import type { ShellFinding } from '../../server/src/workspace/ports/shell-checker.ts';
import type { Workspace } from '../../server/src/workspace/workspace.ts';
import type { Block } from './page.ts';

const LINE = /^(\d+):(\d+)-(\d+):(\d+) (error|warning) SC(\d+) (.*)$/;

/**
 * What ShellCheck says of the page's scripts, one finding a line: `2:6-2:10 error SC1009 message`, at the line and column of the
 * script that the runner makes, whose first line is `set -e`. test/shell asks the real one.
 */
export function readShellFindings({ body }: Block): ShellFinding[] {
  return body.split('\n').flatMap((text) => {
    const found = LINE.exec(text);
    if (found === null) return [];
    const [line = 0, column = 0, endLine = 0, endColumn = 0] = found.slice(1, 5).map(Number);
    const level = found[5] === 'error' ? 'error' : 'warning';
    return [{ line, column, endLine, endColumn, level, code: Number(found[6]), message: found[7] ?? '' }];
  });
}

/** Turns checking on and gives every script that is asked for these findings. */
export function judgeScripts(workspace: Workspace, findings: readonly ShellFinding[]): boolean {
  const scripts = workspace.wantedScripts() ?? [];
  for (const script of scripts) workspace.setShellFindings(script, findings);
  return scripts.length > 0;
}
