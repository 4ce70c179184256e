import * as vscode from 'vscode';
import type { Failure, Outcome } from '../../../server/src/lsp/protocol.ts';

/** What a user can press when something failed. */
export interface WayOut {
  readonly title: string;
  readonly run: () => unknown;
}

export interface ErrorBoundary {
  /** Registers a command whose bugs become one message and a log entry. */
  readonly command: (id: string, run: (...given: readonly unknown[]) => unknown) => vscode.Disposable;
  /** Runs work that nobody waits for; a bug in it is logged and shown. */
  readonly background: (what: string, run: () => Promise<unknown>) => void;
  /** Shows a failure of the machine with its way out. A cancellation is the user's own act and shows nothing. */
  readonly show: (problem: Failure, waysOut?: readonly WayOut[]) => Promise<void>;
  /** The value of an outcome; undefined after the failure was shown. */
  readonly valueOf: <Value>(outcome: Outcome<Value>, waysOut?: readonly WayOut[]) => Promise<Value | undefined>;
}

/** Makes the boundary; bugs and failures go to `log`. */
export function createErrorBoundary(log: vscode.LogOutputChannel): ErrorBoundary {
  const showBug = bugReporter(log);
  const show: ErrorBoundary['show'] = (problem, waysOut) => showFailure(log, problem, waysOut ?? []);
  return {
    command: (id, run) =>
      vscode.commands.registerCommand(id, async (...given: unknown[]) => {
        try {
          return await run(...given);
        } catch (error) {
          showBug(`the command '${id}'`, error);
          return undefined;
        }
      }),
    background: (what, run) => {
      run().catch((error: unknown) => {
        showBug(what, error);
      });
    },
    show,
    valueOf: async (outcome, waysOut) => {
      if (outcome.ok) return outcome.value;
      await show(outcome.problem, waysOut);
      return undefined;
    },
  };
}

/** Logs every bug, and shows one once for all that it stopped at the same time. */
function bugReporter(log: vscode.LogOutputChannel): (what: string, error: unknown) => void {
  let shown: string | undefined;
  return (what, error) => {
    log.error(`${what} failed`, error);
    const words = error instanceof Error ? error.message : String(error);
    if (shown === words) return;
    shown = words;
    const showLog = 'Show Log';
    void vscode.window.showErrorMessage(`A bug in Plumbline stopped ${what}: ${words}`, showLog).then((pressed) => {
      shown = undefined;
      if (pressed === showLog) log.show();
    });
  };
}

async function showFailure(log: vscode.LogOutputChannel, problem: Failure, waysOut: readonly WayOut[]): Promise<void> {
  if (problem.code === 'cancelled') return;
  log.warn(describeFailure(problem), problem.detail ?? '');
  const showLog: WayOut = {
    title: 'Show Log',
    run: () => {
      log.show();
    },
  };
  const offered = [...waysOut, ...usualWaysOut(problem), showLog];
  const pressed = await vscode.window.showErrorMessage(describeFailure(problem), ...offered.map((way) => way.title));
  await offered.find((way) => way.title === pressed)?.run();
}

/** One text of what is wrong and the way out. */
export function describeFailure(problem: Failure): string {
  return [problem.message, problem.action]
    .filter((part): part is string => part !== undefined && part !== '')
    .map((part) => (/[.!?…:]$/u.test(part) ? part : `${part}.`))
    .join(' ');
}

/** The commands that lead out of a kind of failure. */
function usualWaysOut(problem: Failure): readonly WayOut[] {
  const command = (title: string, id: string, ...words: unknown[]): WayOut => ({
    title,
    run: () => vscode.commands.executeCommand(id, ...words),
  });
  switch (problem.code) {
    case 'unauthorized':
      return [command('Sign In', 'plumbline.account.signIn')];
    case 'missing-tool':
      return [command('Open Settings', 'workbench.action.openSettings', 'plumbline.executables')];
    case 'not-trusted':
      return [command('Manage Workspace Trust', 'workbench.trust.manage')];
    default:
      return [];
  }
}
