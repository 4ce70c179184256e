import type { CodeLens } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import { driftLenses } from './drift.ts';
import { languageOf } from './language-of.ts';

/** Answers `textDocument/codeLens`. */
export function codeLens(snapshot: Snapshot, file: YamlFile): readonly CodeLens[] {
  const own = languageOf(snapshot, file)?.lenses?.(snapshot, file) ?? [];
  return [...own, ...driftLenses(snapshot, file)];
}

/** Answers `codeLens/resolve`: the title of a lens that named `later`; undefined when nothing can tell. */
export function resolveCodeLens(snapshot: Snapshot, file: YamlFile, later: string): string | undefined {
  return languageOf(snapshot, file)?.resolveLens?.(snapshot, file, later);
}
