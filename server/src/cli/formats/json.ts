import type { CheckReport } from '../findings.ts';

/** One line of JSON; the shape is part of the CLI's interface, `version` counts its breaking changes. */
export function json({ files, documents, otherFiles, unchecked, diagnostics, pipelines }: CheckReport): string {
  return `${JSON.stringify({ version: 1, files, documents, otherFiles, unchecked, diagnostics, pipelines })}\n`;
}
