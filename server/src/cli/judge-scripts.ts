import { neverCancelled } from '../base/cancellation.ts';
import type { ShellChecker } from '../workspace/ports/shell-checker.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { WantedReader } from './read-wanted.ts';

/** Processes at the same time. */
const MOST_RUNNING = 4;

/** A reader that also lets ShellCheck judge the scripts that files hold. What it cannot judge is told. */
export function withShellCheck(
  reader: WantedReader,
  { workspace, checker, tell }: { workspace: Workspace; checker: ShellChecker; tell: (text: string) => void },
): WantedReader {
  workspace.setShellChecking(true);
  const judge = async (script: string): Promise<void> => {
    const answer = await checker.check(script, neverCancelled);
    if (!answer.ok) tell(`${answer.problem.message}\n`);
    workspace.setShellFindings(script, answer.ok ? answer.value : []);
  };
  return {
    ...reader,
    async readWanted() {
      if (await reader.readWanted()) return true;
      const scripts = workspace.wantedScripts() ?? [];
      for (let start = 0; start < scripts.length; start += MOST_RUNNING) {
        await Promise.all(scripts.slice(start, start + MOST_RUNNING).map(judge));
      }
      return scripts.length > 0;
    },
  };
}
