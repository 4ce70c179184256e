import type { MergedPipelineText } from '../../../../server/src/lsp/protocol.ts';

const KEPT = '# Below is the pipeline as it was before.';

/**
 * While somebody types, GitLab would refuse the pipeline again and again. The last one that it merges stays in sight then,
 * under the words that say what is wrong.
 */
export function keepShowing(before: MergedPipelineText, next: MergedPipelineText): MergedPipelineText {
  if (next.entries.length > 0 || before.entries.length === 0) return next;
  const kept = withoutNotes(before);
  const notes = [...next.text.trimEnd().split('\n'), KEPT, ''];
  return {
    ...kept,
    text: [...notes, kept.text].join('\n'),
    lines: [...notes.map(() => -1), ...kept.lines],
    entries: kept.entries.map(({ name, line }) => ({ name, line: line + notes.length })),
    sources: [...new Set([...next.sources, ...kept.sources])],
  };
}

/** Without the comments at the top. */
function withoutNotes(text: MergedPipelineText): MergedPipelineText {
  const first = text.entries[0]?.line ?? 0;
  return {
    ...text,
    text: text.text.split('\n').slice(first).join('\n'),
    lines: text.lines.slice(first),
    entries: text.entries.map(({ name, line }) => ({ name, line: line - first })),
  };
}
