import * as vscode from 'vscode';
import type { LintFinding, PositionRange } from '../../../../server/src/lsp/protocol.ts';
import { toRange } from '../../infrastructure/ranges.ts';
import { movedRange, type Edit } from './aging.ts';

const LINT_PAGE = 'https://docs.gitlab.com/ci/yaml/lint/';

/** GitLab's findings in the editor. An edit makes them old: those that it touches go, the others move and say so. */
export class LintDiagnostics {
  readonly #collection = vscode.languages.createDiagnosticCollection('plumbline-gitlab');

  show(findings: readonly LintFinding[]): void {
    this.#collection.clear();
    const uris = new Set(findings.map(({ uri }) => uri));
    for (const uri of uris) {
      const ofFile = findings.filter((finding) => finding.uri === uri);
      this.#collection.set(vscode.Uri.parse(uri), ofFile.map(toDiagnostic));
    }
  }

  /** Answers whether there was anything to make old. */
  age(uri: vscode.Uri, edits: readonly Edit[]): boolean {
    const shown = this.#collection.get(uri) ?? [];
    if (shown.length === 0) return false;
    this.#collection.set(
      uri,
      shown.flatMap((diagnostic) => aged(diagnostic, edits)),
    );
    return true;
  }

  clear(): void {
    this.#collection.clear();
  }

  dispose(): void {
    this.#collection.dispose();
  }
}

function toDiagnostic({ message, severity, range, isExact }: LintFinding): vscode.Diagnostic {
  const words = isExact ? message : `${message} (GitLab gives no place; this is the nearest)`;
  const level = severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  return makeDiagnostic(toRange(range), words, level);
}

const OLD = 'Before your last change: ';

function aged(diagnostic: vscode.Diagnostic, edits: readonly Edit[]): vscode.Diagnostic[] {
  let range: PositionRange | undefined = diagnostic.range;
  for (const edit of edits) range = range && movedRange(range, edit);
  if (range === undefined) return [];
  const message = diagnostic.message.startsWith(OLD) ? diagnostic.message : `${OLD}${diagnostic.message}`;
  return [makeDiagnostic(toRange(range), message, vscode.DiagnosticSeverity.Information)];
}

function makeDiagnostic(range: vscode.Range, message: string, severity: vscode.DiagnosticSeverity): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, message, severity);
  made.source = 'GitLab';
  const page = /https:\/\/docs\.gitlab\.com\/\S+/u.exec(message)?.[0] ?? LINT_PAGE;
  made.code = { value: 'lint', target: vscode.Uri.parse(page) };
  return made;
}
