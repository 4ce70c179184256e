import { isRecord, ownText, ownValue, ownValueAt } from '../../../../base/record.ts';
import { flattenedItems } from '../../merged/effective-job.ts';
import type { MergedPipeline } from '../../merged/merge-pipeline.ts';
import type { Source } from '../../merged/source.ts';
import type { Origin } from '../../merged/trace.ts';
import { variableText } from '../../simulate/variables.ts';

/** One place that gives a variable a value. */
export interface Level {
  /** Begins a line: "`rules` of the job". */
  readonly title: string;
  /** Undefined where it is not written, as of a secret. */
  readonly value?: string;
  readonly origin: Origin | undefined;
  /** It counts only where this is met. */
  readonly condition?: string;
  /** The job takes nothing from there. */
  readonly isOff?: boolean;
}

interface Asked {
  readonly name: string;
  /** Undefined for what stands outside of jobs. */
  readonly job: string | undefined;
}

/** The values that a pipeline's files give a variable in a job, the first wins (https://docs.gitlab.com/ci/variables/#cicd-variable-precedence). */
export function variableLevels(merged: MergedPipeline, { name, job }: Asked): Level[] {
  const ofJob = job === undefined ? [] : jobLevels(merged, name, job);
  return [...ofJob, ...pipelineLevels(merged, { name, job })];
}

function jobLevels(merged: MergedPipeline, name: string, job: string): Level[] {
  const own = ownValue(merged.value, job);
  const matrix = flattenedItems(ownValueAt(own, 'parallel', 'matrix')).flatMap(({ item, path }) =>
    levelAt(merged, ['`parallel:matrix` of the job', [job, 'parallel', 'matrix', ...path, name]], ownValue(item, name)),
  );
  const outside = ['secrets', 'id_tokens'].flatMap((keyword) =>
    ownValueAt(own, keyword, name) === undefined
      ? []
      : [{ title: `\`${keyword}\` of the job`, origin: originAt(merged, [job, keyword, name]) }],
  );
  return [
    ...ruleLevels(merged, { title: '`rules` of the job', path: [job, 'rules'], name }),
    ...matrix,
    ...outside,
    ...levelAt(merged, ['`variables` of the job', [job, 'variables', name]], ownValueAt(own, 'variables', name)),
  ];
}

function pipelineLevels(merged: MergedPipeline, { name, job }: Asked): Level[] {
  const { value } = merged;
  const taken = job === undefined ? undefined : ownValueAt(value, job, 'inherit', 'variables');
  const isOff = taken === false || (Array.isArray(taken) && !taken.includes(name));
  const levels = [
    ...ruleLevels(merged, { title: '`workflow:rules`', path: ['workflow', 'rules'], name }),
    ...levelAt(merged, ['`variables` of the pipeline', ['variables', name]], ownValueAt(value, 'variables', name)),
  ];
  return levels.map((level) => (isOff ? { ...level, isOff } : level));
}

interface Rules {
  readonly title: string;
  readonly path: readonly string[];
  readonly name: string;
}

function ruleLevels(merged: MergedPipeline, { title, path: way, name }: Rules): Level[] {
  const rules = ownValueAt(merged.value, ...way);
  return flattenedItems(rules).flatMap(({ item, path }) =>
    levelAt(merged, [title, [...way, ...path, 'variables', name]], ownValueAt(item, 'variables', name)).map(
      (level) => ({
        ...level,
        condition: conditionOf(item),
      }),
    ),
  );
}

type Way = readonly [title: string, path: readonly (string | number)[]];

function levelAt(merged: MergedPipeline, [title, path]: Way, written: unknown): Level[] {
  if (written === undefined) return [];
  return [{ title, value: textOf(written), origin: originAt(merged, path) }];
}

function textOf(written: unknown): string {
  if (Array.isArray(written)) return written.map((item) => textOf(item)).join(', ');
  return variableText(isRecord(written) ? (ownValue(written, 'value') ?? '') : written) ?? '';
}

function originAt({ trace }: MergedPipeline, [top, ...path]: readonly (string | number)[]): Origin | undefined {
  let source: Source | undefined = trace?.entry(String(top));
  for (const key of path) source = source && trace?.child(source, key);
  return source && trace?.originOf(source);
}

/** What a rule asks for, in a few words. */
function conditionOf(rule: unknown): string {
  const condition = ownText(rule, 'if');
  if (condition !== undefined) return condition;
  return ['changes', 'exists'].find((keyword) => ownValue(rule, keyword) !== undefined) ?? 'no rule before';
}
