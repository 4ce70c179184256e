import type { Cursor, Hover } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';

import { driftHover } from './drift.ts';
import { languageOf } from './language-of.ts';
import { verdictHover } from './verdict.ts';

/** Answers `textDocument/hover`; undefined where there is nothing to tell. */
export function hover(snapshot: Snapshot, cursor: Cursor): Hover | undefined {
  const parts = [
    languageOf(snapshot, cursor.file)?.hover?.(snapshot, cursor),
    verdictHover(snapshot, cursor),
    driftHover(snapshot, cursor.file, cursor.offset),
  ].filter((part) => part !== undefined);
  const [first] = parts;
  return first && { ...first, markdown: parts.map(({ markdown }) => markdown).join('\n\n---\n\n') };
}
