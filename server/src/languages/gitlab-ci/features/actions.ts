import type { OffsetRange } from '../../../base/range.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { CodeAction } from '../../language.ts';
import { analyzePipeline } from '../model/pipeline.ts';
import { rules } from '../rules/all.ts';

/** A quick fix for each finding in the range for which one name is near. */
export function actions(snapshot: Snapshot, file: YamlFile, range: OffsetRange): readonly CodeAction[] {
  const pipeline = analyzePipeline(file, snapshot);
  return rules.flatMap((rule) =>
    Array.from(rule.check(pipeline, snapshot)).flatMap(({ at, replacement }): CodeAction[] => {
      const place = file.rangeOf(at);
      if (replacement === undefined || place === undefined) return [];
      if (place.end < range.start || place.start > range.end) return [];
      const edits = [
        { path: file.path, range: place, newText: quoteLike(file.text.slice(place.start, place.end), replacement) },
      ];
      return [{ title: `Change to '${replacement}'`, kind: 'quickfix', isPreferred: true, fixes: rule.code, edits }];
    }),
  );
}

/** Keeps the quotes of the text that is replaced. */
function quoteLike(before: string, text: string): string {
  const quote = /^(["']).*\1$/s.exec(before)?.[1] ?? '';
  return `${quote}${text}${quote}`;
}
