import { valueOf } from '../../../yaml/node.ts';
import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { visibleNames } from './findings.ts';
import { isOddJob, ODD_JOBS } from './odd-jobs.ts';

/** A pipeline needs one job at least whose name does not start with a dot. */
export const noVisibleJob: Rule<Pipeline> = {
  code: 'gitlab-ci/no-visible-job',
  severity: 'error',
  *check(pipeline) {
    const { own, closed, graph, file, isMain } = pipeline;
    const isEntry = isMain && graph.entry === file.path;
    const first = own.content?.root?.kind === 'mapping' ? own.content.root.entries[0] : undefined;
    if (!closed || !isEntry || first === undefined || visibleNames(pipeline).length > 0) return;
    if (ODD_JOBS.some((name) => isOddJob(name, valueOf(own.content?.root, name), own.anchors))) return;
    yield {
      at: first.key,
      message: 'The pipeline has no job; names that start with a dot are templates and never run',
    };
  },
};
