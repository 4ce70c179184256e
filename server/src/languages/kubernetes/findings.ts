import type { IssueKind } from '../../schema/issue.ts';
import { issueFindings } from '../issue-findings.ts';
import type { Finding } from '../language.ts';
import type { ManifestFile } from './manifest.ts';

/** The findings of one kind in all objects of a file. */
export function* findingsOf({ file, manifests }: ManifestFile, kind: IssueKind): Generator<Finding> {
  for (const { issues } of manifests) yield* issueFindings({ file, issues }, kind);
}
