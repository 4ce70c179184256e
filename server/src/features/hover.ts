import type { Cursor, Hover } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';

import { driftHover } from './drift.ts';
import { languageOf } from './language-of.ts';

/** Answers `textDocument/hover`; undefined where there is nothing to tell. */
export function hover(snapshot: Snapshot, cursor: Cursor): Hover | undefined {
  const known = languageOf(snapshot, cursor.file)?.hover?.(snapshot, cursor);
  const live = driftHover(snapshot, cursor.file, cursor.offset);
  if (known === undefined || live === undefined) return known ?? live;
  return { ...known, markdown: `${known.markdown}\n\n---\n\n${live.markdown}` };
}
