import type { OffsetRange } from '../../../base/range.ts';
import { describeInclude, isIncludePath } from '../../../workspace/include-address.ts';
import type { YamlFile } from '../../../yaml/file.ts';

/** A place for a message: `ci/build.yml:12`. Files of the workspace go by the end of their path. */
export function placeName(file: YamlFile, { start }: OffsetRange): string {
  const line = file.lines.positionAt(start).line + 1;
  if (isIncludePath(file.path)) return `line ${line} of ${describeInclude(file.path)}`;
  return `${file.path.split('/').slice(-2).join('/')}:${line}`;
}
