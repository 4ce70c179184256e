import { linesOf, stepWords, writtenPlace, type MergedLine } from '../../languages/gitlab-ci/index.ts';
import type { MergedEvent } from '../../workflows/merge-event.ts';
import { describeInclude, isIncludePath } from '../../workspace/include-address.ts';

/**
 * One line of JSON: the merged configuration as a value, and where each entry and item comes from. Lines and columns
 * count from 1. The shape is part of the CLI's interface, `version` counts its breaking changes.
 */
export function mergedJson({ merged, entry }: MergedEvent): string {
  const { value, trace, unknown, files } = merged;
  const { errors, warnings } = merged.judge();
  const lines = value && trace ? linesOf(value, trace).lines : [];
  return `${JSON.stringify({
    version: 1,
    valid: errors.length === 0,
    errors: errors.map((gitlab) => ({ message: `GitLab refuses the pipeline: ${gitlab}`, gitlab })),
    warnings: warnings.map((gitlab) => ({ message: gitlab, gitlab })),
    file: entry,
    files,
    unknown: unknown.map(({ name, because }) => ({ name, because: { text: because } })),
    value,
    origins: lines.filter(({ begins }) => begins).map(originJson),
  })}\n`;
}

function originJson({ path, origin }: MergedLine): object {
  const place = origin?.place && writtenPlace(origin.place);
  return {
    path,
    ...(place && {
      file: isIncludePath(place.path) ? describeInclude(place.path) : place.path,
      line: place.start.line + 1,
      column: place.start.character + 1,
    }),
    steps: origin === undefined ? [] : stepWords(origin),
  };
}
