import type { Location } from '../../../base/range.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { Span } from '../../../yaml/node.ts';
import type { Cursor } from '../../language.ts';
import type { FileSummary } from '../model/file-summary.ts';
import type { JobSummary, NameUse } from '../model/job-summary.ts';
import { analyzePipeline, type Pipeline } from '../model/pipeline.ts';
import { jobNameOf, targetAt } from './name-at.ts';

/** Every place that names the job or stage under the cursor, its definitions first. */
export function references(snapshot: Snapshot, { file, offset }: Cursor): readonly Location[] {
  const target = targetAt(file, offset);
  if (target === undefined) return [];
  const job = jobNameOf(target);
  if (target.kind === 'stage' || target.kind === 'declared-stage') {
    return collect(analyzePipeline(file, snapshot), {
      definitions: ({ stages }) => stages?.names.filter((use) => use.name === target.name).map(({ at }) => at) ?? [],
      uses: (each) => stageUses(each, target.name),
    });
  }
  if (job === undefined) return [];
  return collect(analyzePipeline(file, snapshot), {
    definitions: ({ jobs }) => [...jobs.values()].filter(({ name }) => name === job).map(({ nameAt }) => nameAt),
    uses: (each) => jobUses(each, job),
    references: (path) => (path[0]?.name === job ? [path[0].at] : []),
  });
}

interface Wanted {
  readonly definitions: (summary: FileSummary) => readonly Span[];
  readonly uses: (job: JobSummary) => readonly Span[];
  /** The part of a `!reference` that is meant. */
  readonly references?: (path: readonly NameUse[]) => readonly Span[];
}

function collect({ summaries }: Pipeline, { definitions, uses, references: inReference }: Wanted): Location[] {
  const locate = (file: YamlFile, spans: readonly Span[]): Location[] =>
    spans.flatMap((span) => {
      const range = file.rangeOf(span);
      return range === undefined ? [] : [{ path: file.path, range }];
    });
  return [
    ...summaries.flatMap(({ file, summary }) => locate(file, definitions(summary))),
    ...summaries.flatMap(({ file, summary }) => locate(file, [...summary.jobs.values()].flatMap(uses))),
    ...summaries.flatMap(({ file, summary }) =>
      locate(
        file,
        summary.references.flatMap(({ path }) => (path && inReference ? inReference(path) : [])),
      ),
    ),
  ];
}

function stageUses({ stage }: JobSummary, name: string): Span[] {
  return stage !== undefined && stage !== 'unknown' && stage.name === name ? [stage.at] : [];
}

function jobUses(job: JobSummary, name: string): Span[] {
  const uses = [
    ...(job.extends?.names ?? []),
    ...(job.needs?.needs ?? []),
    ...job.rulesNeeds,
    ...(job.dependencies?.names ?? []),
    ...(job.environment?.onStop ? [job.environment.onStop] : []),
  ];
  return uses.filter((use) => use.name === name).map(({ at }) => at);
}
