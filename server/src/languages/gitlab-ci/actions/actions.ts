import type { OffsetRange } from '../../../base/range.ts';
import { isIncludePath } from '../../../workspace/include-address.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { CodeAction } from '../../language.ts';
import { analyzePipeline } from '../model/pipeline.ts';
import { componentVersions } from './component-versions.ts';
import { extractHiddenJob } from './extract-job.ts';
import { filtersToRules } from './filters-to-rules.ts';
import { inlineHiddenJob } from './inline-job.ts';
import { pinDigest } from './pin-digest.ts';

/** What can be done with the text at a selection, beside mending what is wrong. Edits are worked out when chosen. */
export function actions(snapshot: Snapshot, file: YamlFile, range: OffsetRange): readonly CodeAction[] {
  // A file of another project is shown and cannot be edited.
  if (isIncludePath(file.path)) return [];
  const pipeline = analyzePipeline(file, snapshot);
  return [
    ...filtersToRules(pipeline, file, range.start),
    ...extractHiddenJob(pipeline, file, range),
    ...inlineHiddenJob(pipeline, file, range.start),
    ...pinDigest({ pipeline, snapshot, file, offset: range.start }),
    ...componentVersions(pipeline, snapshot, { file, offset: range.start }),
  ];
}
