import type { MergedEvent } from '../../workflows/merged-pipeline/merged-event.ts';

/**
 * One line of JSON: the merged configuration as a value, and where each entry and item comes from. Lines and columns
 * count from 1. The shape is part of the CLI's interface, `version` counts its breaking changes.
 */
export function mergedJson({ entry, value, errors, warnings, unknown, files, origins }: MergedEvent): string {
  return `${JSON.stringify({
    version: 1,
    valid: errors.length === 0,
    errors: errors.map((gitlab) => ({ message: `GitLab refuses the pipeline: ${gitlab}`, gitlab })),
    warnings: warnings.map((gitlab) => ({ message: gitlab, gitlab })),
    file: entry,
    files,
    unknown: unknown.map(({ name, because }) => ({ name, because: { text: because } })),
    value,
    origins: origins(),
  })}\n`;
}
