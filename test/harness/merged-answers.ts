import { originLabels } from '../../client/src/features/merged-pipeline/origin-column.ts';
import { mergedPipelineOf } from '../../server/src/languages/gitlab-ci/index.ts';
import { mergedText } from '../../server/src/workflows/merged-pipeline/text.ts';
import { shownPath } from '../../server/src/workspace/include-address.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import type { YamlFile } from '../../server/src/yaml/file.ts';

/** The merged pipeline as the editor shows it: the origin of each part stands behind its first line. */
export function writeMergedPipeline(snapshot: Snapshot, file: YamlFile): string {
  const { entry, projectRoot, merged } = mergedPipelineOf(snapshot, file);
  const nameOf = (path: string, line?: number): string => shownPath(projectRoot, path, line);
  const text = mergedText({ merged, entry, sources: [], nameOf, uriOf: (path) => path });
  const labels = new Map(originLabels(text).map((label) => [label.line, label]));
  return text.text
    .trimEnd()
    .split('\n')
    .map((line, index) => {
      const label = labels.get(index);
      return label === undefined ? line : `${line}${' '.repeat(label.gap)}${label.text}`;
    })
    .join('\n');
}
