import { placeMessages, verdict, type JoinedMessage } from '../../server/src/features/verdict.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';

import { relative } from './fixture-file.ts';
import { markLine } from './locations.ts';

/** GitLab's own list of what is wrong, each message with its place and our finding there. */
export function writeVerdict(snapshot: Snapshot, file: YamlFile): string {
  const found = verdict(snapshot, file);
  if (found === undefined) return '';
  const { isValid, errors, warnings, unknown } = found;
  return [
    isValid === undefined ? 'not known' : isValid ? 'valid' : 'not valid',
    ...errors.flatMap((message) => write(snapshot, message, 'error')),
    ...warnings.flatMap((message) => write(snapshot, message, 'warning')),
    ...unknown.map(({ name, because }) => `unknown: ${name}: ${because}`),
  ].join('\n');
}

/** Places the messages that stand in the block, one a line; indented lines are the answer of the last time. */
export function placedMessages(snapshot: Snapshot, file: YamlFile, body: string): string {
  const messages = body.split('\n').filter((line) => line !== '' && !line.startsWith('  '));
  return placeMessages(snapshot, file, messages)
    .flatMap((placed) => [placed.message, `  ${where(snapshot, placed)}`])
    .join('\n');
}

function write(snapshot: Snapshot, placed: JoinedMessage, severity: string): string[] {
  const finding = placed.finding === undefined ? [] : [`  ${placed.finding.code}: ${placed.finding.message}`];
  return [`${severity}: ${placed.message}`, `  ${where(snapshot, placed)}`, ...finding];
}

function where(snapshot: Snapshot, { location: { path, range }, isExact }: JoinedMessage): string {
  const state = snapshot.file(path);
  const line = state.state === 'loaded' ? markLine(state.file, range) : state.state;
  return `${isExact ? '' : 'near '}${relative(path)}:${line}`;
}
