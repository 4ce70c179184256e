import type { Diagnostic } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import { languageOf } from './language-of.ts';

/** Answers `textDocument/diagnostic`. The CLI's `check` calls the same function. */
export function diagnostic(snapshot: Snapshot, file: YamlFile): readonly Diagnostic[] {
  const language = languageOf(snapshot, file);
  if (language === undefined) return [];
  const syntax = file.problems().map(({ start, end, message }): Diagnostic => ({
    range: { start, end },
    message,
    code: 'yaml/syntax',
    severity: 'error',
  }));
  return [...syntax, ...language.diagnose(file, snapshot)];
}
