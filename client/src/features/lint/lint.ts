import * as vscode from 'vscode';
import { lintOnServerRequest, type LintOnServerResult, type Outcome } from '../../../../server/src/lsp/protocol.ts';
import type { Shared } from '../../infrastructure/shared.ts';
import { LintDiagnostics } from './lint-diagnostics.ts';
import { DifferenceNotice } from './lint-difference.ts';
import { StatusItem } from './lint-status.ts';
import { changedSince, describe, failedStatus, resultStatus, running } from './lint-words.ts';
import { isPipelineFile, watchPipelineFile } from './pipeline-file.ts';

interface Wish {
  readonly uri: vscode.Uri;
  readonly dryRun: boolean;
  /** The user ran the command; else a save did, and nothing pops up. */
  readonly isAsked: boolean;
}

/** Lint with GitLab, by command and on save. */
export function activateLint(shared: Shared): void {
  const { boundary, context } = shared;
  const lint = new Lint(shared);
  const command = (dryRun: boolean) => (given: unknown) => {
    const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
    return uri?.scheme === 'file' ? lint.run({ uri, dryRun, isAsked: true }) : sayNoFile(shared);
  };
  context.subscriptions.push(
    lint,
    watchPipelineFile(),
    boundary.command('plumbline.pipeline.lint', command(false)),
    boundary.command('plumbline.pipeline.lintDryRun', command(true)),
    boundary.command('plumbline.pipeline.copyLintReport', () => lint.difference.copyReport()),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (!isLintedOnSave(document)) return;
      boundary.background('linting with GitLab', () => lint.run({ uri: document.uri, dryRun: false, isAsked: false }));
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) lint.age(document.uri, contentChanges);
    }),
  );
}

function isLintedOnSave(document: vscode.TextDocument): boolean {
  const settings = vscode.workspace.getConfiguration('plumbline', document.uri);
  return vscode.workspace.isTrusted && settings.get<boolean>('gitlabCi.lintOnSave', false) && isPipelineFile(document);
}

function sayNoFile({ boundary }: Shared): Promise<void> {
  return boundary.show({
    code: 'invalid',
    message: 'Lint with GitLab works on a pipeline file.',
    action: "Open '.gitlab-ci.yml' or a file that it includes and run it again.",
  });
}

class Lint {
  readonly difference = new DifferenceNotice();
  readonly #shared: Shared;
  readonly #diagnostics = new LintDiagnostics();
  readonly #status = new StatusItem();
  /** Only the newest run shows what came of it. */
  #run: vscode.CancellationTokenSource | undefined;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  async run(wish: Wish): Promise<void> {
    this.#run?.cancel();
    const run = new vscode.CancellationTokenSource();
    this.#run = run;
    this.#status.set(running, [wish.uri.toString()]);
    const outcome = await this.#ask(wish, run);
    if (this.#run !== run) return;
    this.#run = undefined;
    await (outcome.ok ? this.#show(outcome.value, wish) : this.#fail(outcome.problem, wish));
  }

  /** What GitLab said is about an older text now. */
  age(uri: vscode.Uri, edits: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const isShown = this.#diagnostics.age(uri, edits);
    if (this.#run === undefined && (isShown || this.#status.has(uri))) this.#status.replace(changedSince);
  }

  #ask({ uri, dryRun, isAsked }: Wish, run: vscode.CancellationTokenSource): Promise<Outcome<LintOnServerResult>> {
    const location = isAsked ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window;
    const options = { location, title: 'Linting with GitLab', cancellable: isAsked };
    return Promise.resolve(
      vscode.window.withProgress(options, (progress, cancellation) => {
        cancellation.onCancellationRequested(() => {
          run.cancel();
        });
        const onProgress = (message: string | undefined): void => {
          progress.report(message === undefined ? {} : { message });
        };
        const params = { uri: uri.toString(), dryRun };
        return this.#shared.server.request(lintOnServerRequest, params, { cancellation: run.token, onProgress });
      }),
    );
  }

  async #show(result: LintOnServerResult, { uri, isAsked }: Wish): Promise<void> {
    this.#diagnostics.show(result.findings);
    const files = [uri.toString(), vscode.Uri.parse(result.uri).toString()];
    const others = result.findings.map((finding) => vscode.Uri.parse(finding.uri).toString());
    this.#status.set(resultStatus(result), [...files, ...others]);
    this.difference.show(result.difference, isAsked);
    this.#shared.log.info([describe(result), ...result.notes].join(' '));
    if (isAsked) await tell(result);
  }

  /** What was found before says nothing of the present text, and must not look like the answer. */
  async #fail(
    problem: Extract<Outcome<unknown>, { ok: false }>['problem'],
    { uri, dryRun, isAsked }: Wish,
  ): Promise<void> {
    this.#diagnostics.clear();
    this.#status.set(failedStatus(problem), [uri.toString()]);
    if (!isAsked) {
      this.#shared.log.warn(`Lint on save: ${problem.message}`);
      return;
    }
    const id = dryRun ? 'plumbline.pipeline.lintDryRun' : 'plumbline.pipeline.lint';
    await this.#shared.boundary.show(problem, [{ title: 'Retry', run: () => vscode.commands.executeCommand(id, uri) }]);
  }

  dispose(): void {
    this.#run?.cancel();
    this.difference.dispose();
    this.#diagnostics.dispose();
    this.#status.dispose();
  }
}

/** Errors show on their lines; what shows nowhere is said: a valid pipeline, and what GitLab did not see. */
async function tell(result: LintOnServerResult): Promise<void> {
  if (!result.isValid) {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
  const words = [describe(result), ...result.notes].join(' ');
  if (result.isValid && result.notes.length === 0) vscode.window.setStatusBarMessage(words, 10_000);
  else if (result.notes.length > 0) void vscode.window.showInformationMessage(words);
}
