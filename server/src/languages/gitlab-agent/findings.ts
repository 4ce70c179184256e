import type { IssueKind } from '../../schema/issue.ts';
import { issueFindings } from '../issue-findings.ts';
import type { Finding } from '../language.ts';
import type { AgentConfiguration } from './configuration.ts';

/** The findings of one kind. */
export function findingsOf({ file, issues }: AgentConfiguration, kind: IssueKind): Generator<Finding> {
  return issueFindings(file, issues, kind);
}
