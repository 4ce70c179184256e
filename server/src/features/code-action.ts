import type { OffsetRange } from '../base/range.ts';
import type { CodeAction } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import { diagnostic } from './diagnostic.ts';
import { disableActions } from './disable-rule.ts';
import { languageOf } from './language-of.ts';

/**
 * Answers `textDocument/codeAction` for what the range touches. A finding that a comment or a setting hides has no quick fix
 * either; one that is shown and no error can be switched off.
 */
export function codeAction(snapshot: Snapshot, file: YamlFile, range: OffsetRange): readonly CodeAction[] {
  const actions = languageOf(snapshot, file)?.actions?.(snapshot, file, range) ?? [];
  const touched = diagnostic(snapshot, file).filter(
    ({ range: { start, end } }) => start <= range.end && end >= range.start,
  );
  const shown = new Set(touched.map(({ code }) => code));
  const offered = actions.filter(({ fixes }) => fixes === undefined || shown.has(fixes));
  return [
    // What mends a finding may be offered without one as well.
    ...offered.filter(({ title }, index) => offered.findIndex((other) => other.title === title) === index),
    ...disableActions(snapshot, file, touched),
  ];
}
