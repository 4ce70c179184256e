import { verdict, type JoinedMessage } from '../features/verdict.ts';
import { shownPath } from '../workspace/include-address.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { PipelineVerdict, ReportedDiagnostic, ReportedMessage } from './findings.ts';

/** The name of the file that GitLab starts from; another one counts when it is the only one that is asked about. */
const ENTRY = /(?:^|\/)\.gitlab-ci\.yml$/;

/** What GitLab itself would say of the pipelines among some files that are loaded. */
export function pipelineVerdicts(files: readonly string[], snapshot: Snapshot, folder: string): PipelineVerdict[] {
  return files.flatMap((path) => {
    if (!ENTRY.test(path) && files.length > 1) return [];
    const state = snapshot.file(path);
    const found = state.state === 'loaded' ? verdict(snapshot, state.file) : undefined;
    if (found === undefined || found.entry !== path) return [];
    const report = (message: JoinedMessage): ReportedMessage => reportMessage(message, snapshot, folder);
    return [
      {
        file: shownPath(folder, path),
        valid: found.isValid ?? null,
        errors: found.errors.map(report),
        warnings: found.warnings.map(report),
        unknown: found.unknown,
      },
    ];
  });
}

function reportMessage(
  { message, location, finding }: JoinedMessage,
  snapshot: Snapshot,
  folder: string,
): ReportedMessage {
  const state = snapshot.file(location.path);
  return {
    gitlab: message,
    ...(finding && { message: finding.message, code: finding.code }),
    ...(state.state === 'loaded' && {
      file: shownPath(folder, location.path),
      range: state.file.lines.rangeAt(location.range),
    }),
  };
}

/** Gives the findings GitLab's words for the same thing, where GitLab says it. */
export function withGitlabWords(
  diagnostics: readonly ReportedDiagnostic[],
  verdicts: readonly PipelineVerdict[],
): readonly ReportedDiagnostic[] {
  const words = new Map<string, string>();
  for (const { errors, warnings } of verdicts) {
    for (const { gitlab, file = '', message = '', code = '' } of [...errors, ...warnings]) {
      words.set(keyOf({ file, message, code }), gitlab);
    }
  }
  if (words.size === 0) return diagnostics;
  return diagnostics.map((diagnostic) => {
    const gitlab = words.get(keyOf(diagnostic));
    return gitlab === undefined ? diagnostic : { ...diagnostic, gitlab };
  });
}

function keyOf({ file, message, code }: Pick<ReportedDiagnostic, 'file' | 'message' | 'code'>): string {
  return [file, code, message].join('\n');
}
