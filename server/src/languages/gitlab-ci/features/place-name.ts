import { relativeTo } from '../../../base/path.ts';
import type { OffsetRange } from '../../../base/range.ts';
import { describeInclude, isIncludePath } from '../../../workspace/include-address.ts';
import type { YamlFile } from '../../../yaml/file.ts';

/** A place for a message: `ci/build.yml:12`, from the project's root. */
export function placeName(file: YamlFile, { start }: OffsetRange, projectRoot: string): string {
  const line = file.lines.positionAt(start).line + 1;
  if (isIncludePath(file.path)) return `line ${line} of ${describeInclude(file.path)}`;
  return `${relativeTo(projectRoot, file.path)}:${line}`;
}
