import { code } from '../base/markdown.ts';
import { contains, type OffsetRange } from '../base/range.ts';
import type { Cursor, Diagnostic, Hover, PlacedMessage, Verdict } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';
import { diagnostic } from './diagnostic.ts';
import { languageOf } from './language-of.ts';

/** A message of the program that reads a file, with our own finding of the same thing. */
export interface JoinedMessage extends PlacedMessage {
  readonly finding?: Diagnostic;
}

interface JoinedVerdict extends Verdict {
  readonly errors: readonly JoinedMessage[];
  readonly warnings: readonly JoinedMessage[];
}

/**
 * What the program that reads a file would say of the configuration that the file is part of, each message with the
 * finding that says it in our words. Undefined for files of languages whose program's words are not known.
 */
export function verdict(snapshot: Snapshot, file: YamlFile): JoinedVerdict | undefined {
  const found = languageOf(snapshot, file)?.verdict?.(snapshot, file);
  return found && { ...found, errors: join(snapshot, found.errors), warnings: join(snapshot, found.warnings) };
}

/** Finds what messages are about; none when no language places messages in this file. */
export function placeMessages(
  snapshot: Snapshot,
  file: YamlFile,
  messages: readonly string[],
): readonly JoinedMessage[] {
  return join(snapshot, languageOf(snapshot, file)?.placeMessages?.(snapshot, file, messages) ?? []);
}

/**
 * What the program that reads a file says of the finding under the cursor, in its own words. The whole configuration is
 * judged for it, so only where there is a finding.
 */
export function verdictHover(snapshot: Snapshot, { file, offset }: Cursor): Hover | undefined {
  if (languageOf(snapshot, file)?.verdict === undefined) return undefined;
  if (!diagnostic(snapshot, file).some(({ range }) => contains(range, offset))) return undefined;
  const found = verdict(snapshot, file);
  const said = [...(found?.errors ?? []), ...(found?.warnings ?? [])].find(
    ({ location, finding }) => location.path === file.path && finding !== undefined && contains(finding.range, offset),
  );
  if (said?.finding === undefined) return undefined;
  return { range: said.finding.range, markdown: `GitLab says: ${code(said.message)}` };
}

function join(snapshot: Snapshot, messages: readonly PlacedMessage[]): readonly JoinedMessage[] {
  const findings = new Map<string, readonly Diagnostic[]>();
  return messages.map((message) => {
    const { path, range } = message.location;
    const state = snapshot.file(path);
    if (state.state !== 'loaded') return message;
    const ofFile = findings.get(path) ?? errorsFirst(diagnostic(snapshot, state.file));
    findings.set(path, ofFile);
    const finding = findingAt(state.file, ofFile, range);
    return finding === undefined ? message : { ...message, finding };
  });
}

function errorsFirst(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  return findings.toSorted((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}

/** The first finding at a place: one that touches it, else one on its line. */
function findingAt(file: YamlFile, findings: readonly Diagnostic[], place: OffsetRange): Diagnostic | undefined {
  const line = lineOf(file, place);
  return (
    findings.find(({ range }) => range.start <= place.end && place.start <= range.end) ??
    findings.find(({ range }) => lineOf(file, range) === line)
  );
}

function lineOf(file: YamlFile, { start }: OffsetRange): number {
  return file.lines.positionAt(start).line;
}
