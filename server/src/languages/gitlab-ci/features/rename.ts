import { failure, success, type Result } from '../../../base/result.ts';
import { describeInclude, isIncludePath } from '../../../workspace/include-address.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import { isBroken } from '../../../yaml/file.ts';
import type { RenamePlace } from '../../editing.ts';
import type { Cursor, TextEdit } from '../../language.ts';
import { meaningAt, type Meaning } from '../occurrences/meaning.ts';
import type { Place } from '../occurrences/places.ts';
import { newNameFault } from './new-name.ts';
import { placeName } from './place-name.ts';
import { refusal } from './rename-refusal.ts';
import { writeName } from './write-name.ts';

/** The name under the cursor, or why it cannot be changed; undefined where nothing has a name. */
export function prepareRename(snapshot: Snapshot, cursor: Cursor): Result<RenamePlace> | undefined {
  const meaning = meaningAt(snapshot, cursor);
  if (meaning === undefined) return undefined;
  const refused = whyNot(snapshot, meaning);
  if (refused !== undefined) return failure({ code: 'refused', message: refused });
  return success({ range: nameRange(meaning.here), name: meaning.name });
}

/** The edits that give the thing under the cursor another name, in all files of its pipeline. */
export function rename(snapshot: Snapshot, cursor: Cursor, name: string): Result<readonly TextEdit[]> | undefined {
  const meaning = meaningAt(snapshot, cursor);
  if (meaning === undefined) return undefined;
  if (name === meaning.name) return success([]);
  const refused = whyNot(snapshot, meaning) ?? newNameFault(meaning, name);
  if (refused !== undefined) return failure({ code: 'invalid', message: refused });
  return success(meaning.places.flatMap((place) => editOf(place, meaning.name, name)));
}

/** A copy of a parallel job keeps what stands behind the job's name. */
function editOf({ part, range, occurrence: { scalar } }: Place, before: string, name: string): TextEdit[] {
  const { path } = part.file;
  if (scalar === undefined) return [{ path, range, newText: name }];
  const whole = part.file.rangeOf(scalar);
  const text = `${name}${scalar.text.slice(before.length)}`;
  return whole === undefined ? [] : [{ path, range: whole, newText: writeName(scalar, text) }];
}

/** Without its quotes, which stay. */
function nameRange({ part, range, occurrence }: Place): RenamePlace['range'] {
  const written = part.file.text.slice(range.start, range.end);
  const isQuoted = occurrence.scalar !== undefined && /^(["']).*\1$/s.test(written);
  return isQuoted ? { start: range.start + 1, end: range.end - 1 } : range;
}

function whyNot(snapshot: Snapshot, meaning: Meaning): string | undefined {
  return refusal(meaning) ?? notWritable(snapshot, meaning) ?? unread(meaning);
}

/** What is included from elsewhere is shown, but is not the user's to change here. */
function notWritable({ roots }: Snapshot, { kind, name, here, places }: Meaning): string | undefined {
  const outside = [here, ...places].find(({ part: { file } }) => {
    if (isIncludePath(file.path)) return true;
    return file !== here.part.file && !roots.some((root) => file.path.startsWith(`${root}/`));
  });
  if (outside === undefined) return undefined;
  const verb = outside.occurrence.isDeclaration ? 'is defined' : 'is also used';
  const where = describeInclude(outside.part.file.path);
  return `'${name}' cannot be renamed: the ${kind} ${verb} in ${where}, which is not part of this workspace`;
}

/** A text that could not be read may use the name. */
function unread({ name, places, parts, pipeline }: Meaning): string | undefined {
  const mentioned = new Set(places.map(({ part }) => part.file));
  const broken = parts.find(
    ({ file, summary: { content } }) => mentioned.has(file) && content !== undefined && isBroken(content),
  );
  if (broken === undefined) return undefined;
  const [problem] = broken.file.problems();
  const at = placeName(broken.file, problem ?? { start: 0, end: 0 }, pipeline.graph.projectRoot);
  return `'${name}' cannot be renamed while ${at} has a syntax error: places in it may not be found`;
}
