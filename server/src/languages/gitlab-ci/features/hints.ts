import { code } from '../../../base/markdown.ts';
import { isRecord } from '../../../base/record.ts';
import type { OffsetRange } from '../../../base/range.ts';
import type { Settings } from '../../../workspace/settings.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import { psychDialect } from '../../../yaml/dialect.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { scalarText, type Span } from '../../../yaml/node.ts';
import { toValue } from '../../../yaml/value.ts';
import type { InlayHint } from '../../language.ts';
import type { EffectiveJob } from '../model/effective-job.ts';
import { follow, isInterpolated, isReference } from '../model/follow.ts';
import type { JobSummary } from '../model/job-summary.ts';
import { analyzePipeline, type Pipeline } from '../model/pipeline.ts';
import { combinations, copyName, MAX_COPIES } from '../simulate/matrix.ts';

/** What counts for a job and is not written in it: its stage, what it extends, the size of its matrix. */
export function hints(snapshot: Snapshot, file: YamlFile, shown: OffsetRange): readonly InlayHint[] {
  const { hints: wanted } = snapshot.settings;
  if (!wanted.defaults && !wanted.matrix && !wanted.extends) return [];
  const pipeline = analyzePipeline(file, snapshot);
  return [...pipeline.own.jobs.values()]
    .filter(({ block }) => {
      const range = file.rangeOf({ block, start: 0, end: block.text.length });
      return range !== undefined && range.start <= shown.end && range.end >= shown.start;
    })
    .flatMap((job) => hintsOf(pipeline, job, wanted))
    .filter(({ offset }) => shown.start <= offset && offset <= shown.end);
}

function hintsOf(pipeline: Pipeline, job: JobSummary, wanted: Settings['hints']): InlayHint[] {
  const effective = pipeline.effective(job.name);
  if (effective === undefined || effective.cyclic) return [];
  return [
    ...(wanted.defaults ? defaultHint(pipeline, job, effective) : []),
    ...(wanted.extends ? extendsHint(pipeline, job, { effective, isStageShown: wanted.defaults && !job.hidden }) : []),
    ...(wanted.matrix ? matrixHint(pipeline, job) : []),
  ];
}

function atLineEnd({ file }: Pipeline, at: Span, hint: Omit<InlayHint, 'offset'>): InlayHint[] {
  const range = file.rangeOf(at);
  return range === undefined ? [] : [{ offset: file.lines.lineEnd(file.lines.positionAt(range.start).line), ...hint }];
}

/** Only of the definition that has the last word: with several the others would say it again. */
function defaultHint(pipeline: Pipeline, job: JobSummary, effective: EffectiveJob): InlayHint[] {
  if (job.hidden || effective.definition.job !== job) return [];
  const known = [stageHint(job, effective), whenHint(job, effective)].filter((hint) => hint !== undefined);
  if (known.length === 0) return [];
  const label = known.map((hint) => hint.label).join(', ');
  return atLineEnd(pipeline, job.nameAt, { label, tooltip: known.map((hint) => hint.tooltip).join('\n\n') });
}

function stageHint(
  { stage }: JobSummary,
  effective: EffectiveJob,
): Pick<Required<InlayHint>, 'label' | 'tooltip'> | undefined {
  if (stage !== undefined || effective.stage === 'unknown') return undefined;
  const { name, from } = effective.stage;
  const tooltip =
    from === undefined
      ? `A job without \`stage\` runs in the stage ${code(name)}.`
      : `The stage ${code(name)} comes from ${code(from.name)}.`;
  return { label: `stage: ${name}`, tooltip };
}

function whenHint(
  { fields }: JobSummary,
  effective: EffectiveJob,
): Pick<Required<InlayHint>, 'label' | 'tooltip'> | undefined {
  const source = effective.layers.findLast((layer) => layer.fields.get('when')?.value !== undefined);
  if (source === undefined || fields.has('when') || effective.fields.has('rules')) return undefined;
  const node = follow(source.fields.get('when')?.value, source.anchors);
  const value = isReference(node) || isInterpolated(node) ? undefined : scalarText(node);
  if (value === undefined) return undefined;
  return { label: `when: ${value}`, tooltip: `${code(`when: ${value}`)} comes from ${code(source.name)}.` };
}

/** More names than this make a line that nobody reads. */
const MOST_NAMES = 3;

interface Extending {
  readonly effective: EffectiveJob;
  /** Another hint tells the stage and `when`. */
  readonly isStageShown: boolean;
}

function extendsHint(pipeline: Pipeline, job: JobSummary, { effective, isStageShown }: Extending): InlayHint[] {
  const at = job.fields.get('extends')?.key;
  if (at === undefined || at.block !== job.block || effective.open) return [];
  const added = [...effective.fields.keys()].flatMap((keyword) => {
    const from = effective.layers.findLast((layer) => layer.fields.get(keyword)?.value !== undefined);
    if (isStageShown && (keyword === 'stage' || keyword === 'when')) return [];
    return from === undefined || from.name === job.name || keyword === 'extends' ? [] : [{ keyword, from: from.name }];
  });
  if (added.length === 0) return [];
  const names = added.map(({ keyword }) => keyword);
  const more = names.length > MOST_NAMES ? `, +${names.length - MOST_NAMES}` : '';
  const tooltip = added.map(({ keyword, from }) => `- ${code(keyword)} from ${code(from)}`).join('\n');
  return atLineEnd(pipeline, at, { label: `adds ${names.slice(0, MOST_NAMES).join(', ')}${more}`, tooltip });
}

/** More names than this in a tooltip hide its end. */
const MOST_COPIES = 12;

function matrixHint(pipeline: Pipeline, { name, fields, block, anchors, hidden }: JobSummary): InlayHint[] {
  const parallel = fields.get('parallel');
  if (parallel?.value === undefined || parallel.key.block !== block) return [];
  const { value, problems } = toValue(parallel.value, { dialect: psychDialect, anchors, readTag: () => '$[[ ]]' });
  const matrix = isRecord(value) ? value['matrix'] : undefined;
  if (matrix === undefined || problems.length > 0 || JSON.stringify(matrix).includes('$[[')) return [];
  const copies = combinations(matrix);
  if (copies.length === 0) return [];
  if (copies.length > MAX_COPIES) {
    const tooltip = `GitLab makes ${MAX_COPIES} jobs of a matrix at most and refuses more.`;
    return atLineEnd(pipeline, parallel.key, { label: `more than ${MAX_COPIES} jobs`, tooltip });
  }
  const names = copies
    .slice(0, MOST_COPIES)
    .map((copy) => `- ${code(copyName(hidden ? '…' : name, [...copy.values()]))}`);
  const more = copies.length > MOST_COPIES ? [`- … and ${copies.length - MOST_COPIES} more`] : [];
  const label = copies.length === 1 ? '1 job' : `${copies.length} jobs`;
  return atLineEnd(pipeline, parallel.key, { label, tooltip: [...names, ...more].join('\n') });
}
