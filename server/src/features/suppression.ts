import type { Diagnostic } from '../languages/language.ts';
import type { YamlFile } from '../yaml/file.ts';

const COMMENT = /^\s*#(?:\s*plumbline-disable-next-line\s+(?<codes>\S.*))?/;

/**
 * Whether a comment right above the line of a finding names its code: `# plumbline-disable-next-line gitlab-ci/floating-image`,
 * several codes with commas or spaces between them, and a reason after `--`.
 */
export function isSuppressed({ lines, text }: YamlFile, { code, range }: Pick<Diagnostic, 'code' | 'range'>): boolean {
  for (let { line } = lines.positionAt(range.start); line > 0; line--) {
    const above = COMMENT.exec(text.slice(lines.lineStart(line - 1), lines.lineEnd(line - 1)));
    if (above === null) return false;
    const codes = above.groups?.['codes']?.split(/(?:^|\s)--(?:\s|$)/)[0] ?? '';
    if (codes.split(/[\s,]+/).includes(code)) return true;
  }
  return false;
}
