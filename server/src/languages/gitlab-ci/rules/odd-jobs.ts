import type { YamlNode } from '../../../yaml/node.ts';
import type { Finding } from '../../language.ts';
import type { Fault } from '../keywords/fault.ts';
import { fieldsOf, type Anchors } from '../model/follow.ts';

/** Keywords that are jobs when they have something to run (lib/gitlab/ci/config/entry/root.rb). */
export const ODD_JOBS: readonly string[] = ['default', 'workflow'];

const WORK: readonly string[] = ['script', 'run', 'trigger'];

/** Whether GitLab takes `default` or `workflow` as a job. */
export function isOddJob(name: string, value: YamlNode | undefined, anchors: Anchors): boolean {
  if (!ODD_JOBS.includes(name)) return false;
  const fields = fieldsOf(value, anchors);
  return WORK.some((keyword) => fields.has(keyword));
}

/** What makes a job of it is worth a word, as hardly anybody means that; what a job may have is right there. */
export function findingOfOddJob(name: string, { at, kind }: Fault): Finding[] {
  const keyword = at.block.text.slice(at.start, at.end);
  if (kind !== 'unknown-keyword' || !WORK.includes(keyword)) return [];
  const message = `'${keyword}' makes a job of '${name}': GitLab runs it, and its other keywords are those of that job`;
  return [{ at, message, severity: 'warning' }];
}
