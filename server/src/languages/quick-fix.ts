import type { YamlFile } from '../yaml/file.ts';
import type { CodeAction, Finding } from './language.ts';
import type { OffsetRange } from '../base/range.ts';

/** The action that writes what was most likely meant; none where nothing is near, or outside the range. */
export function quickFix(file: YamlFile, code: string, finding: Finding, range: OffsetRange): CodeAction[] {
  const { at, replacement } = finding;
  const place = file.rangeOf(at);
  if (replacement === undefined || place === undefined) return [];
  if (place.end < range.start || place.start > range.end) return [];
  const before = file.text.slice(place.start, place.end);
  // A block scalar, or one that goes on below, cannot be replaced by a word.
  if (before.includes('\n') || /^[|>]/.test(before)) return [];
  const edits = [{ path: file.path, range: place, newText: quoteLike(before, replacement) }];
  return [{ title: `Change to '${replacement}'`, kind: 'quickfix', isPreferred: true, fixes: code, edits }];
}

/** Keeps the quotes of the text that is replaced. */
function quoteLike(before: string, text: string): string {
  const quote = /^(["']).*\1$/s.exec(before)?.[1] ?? '';
  return `${quote}${text}${quote}`;
}
