import type { IssueKind } from '../../schema/check.ts';
import type { Finding } from '../language.ts';
import type { ConfigurationFile } from './configuration.ts';

/** The findings of one kind. */
export function* findingsOf({ file, issues }: ConfigurationFile, kind: IssueKind): Generator<Finding> {
  for (const issue of issues) {
    if (issue.kind !== kind) continue;
    const range = issue.related && file.rangeOf(issue.related);
    const related = range && [{ location: { path: file.path, range }, message: 'It is set here first' }];
    yield { at: issue.at, message: issue.message, ...(related && { related }) };
  }
}
