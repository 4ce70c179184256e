import type { Issue, IssueKind } from '../schema/issue.ts';
import type { YamlFile } from '../yaml/file.ts';
import type { Finding } from './language.ts';

/** A file, or a part of it, and what its schema says against it. */
interface Judged {
  readonly file: YamlFile;
  readonly issues: readonly Issue[];
}

/** The findings of one kind among the issues that a schema gave for a file. */
export function* issueFindings({ file, issues }: Judged, kind: IssueKind): Generator<Finding> {
  for (const issue of issues) {
    if (issue.kind !== kind) continue;
    const { at, message, replacement } = issue;
    const range = issue.related && file.rangeOf(issue.related);
    const related = range && [{ location: { path: file.path, range }, message: 'It is set here first' }];
    yield { at, message, ...(replacement !== undefined && { replacement }), ...(related && { related }) };
  }
}
