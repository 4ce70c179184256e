import type { OffsetRange } from '../base/range.ts';
import { isIncludePath } from '../workspace/include-address.ts';
import type { Diagnostic, Pace } from '../languages/language.ts';
import { disabledRulesFor } from '../workspace/disabled-rules.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import { driftDiagnostics } from './drift.ts';
import { languageOf } from './language-of.ts';
import { isSuppressed } from './suppression.ts';
import { conflict, notText, syntax, tooLong, unknownAliases } from './syntax.ts';

/**
 * Answers `textDocument/diagnostic`. The CLI's `check` calls the same function. A file that no language claims has no
 * findings, whatever is in it: it may be a template that only becomes YAML.
 */
export function diagnostic(snapshot: Snapshot, file: YamlFile, pace?: Pace): readonly Diagnostic[] {
  // Nobody can correct such a file here; what is wrong with it is told where it is included.
  if (isIncludePath(file.path)) return [];
  const unread = notText(file) ?? tooLong(file);
  if (unread !== undefined) return [unread];
  const language = languageOf(snapshot, file);
  if (language === undefined) return [];
  const disabled = disabledRulesFor(snapshot, file.path);
  const broken = syntax(file);
  const guesses = [...broken.map(({ range }) => range), ...conflict(file)];
  const others = [
    ...unknownAliases(file),
    ...language.diagnose(file, snapshot, pace),
    ...driftDiagnostics(snapshot, file),
  ];
  const findings = [...broken, ...others.filter(({ range }) => !guesses.some((guess) => overlap(guess, range)))];
  return findings.filter((finding) => !disabled.has(finding.code) && !isSuppressed(file, finding));
}

/** Does a part of the work of `diagnostic`, for whoever has other things to do in between. False when all is done. */
export function prepareDiagnostic(snapshot: Snapshot, file: YamlFile, pace?: Pace): boolean {
  if (isIncludePath(file.path) || notText(file) !== undefined) return false;
  return languageOf(snapshot, file)?.prepare?.(file, snapshot, pace) ?? false;
}

/** What the parser made of broken text is a guess; findings about a guess would hide the one that counts. */
function overlap(left: OffsetRange, right: OffsetRange): boolean {
  return left.start < right.end && right.start < left.end;
}
