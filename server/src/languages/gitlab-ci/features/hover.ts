import type { Snapshot } from '../../../workspace/snapshot.ts';
import { valuesOf, type Shape } from '../keywords/shape.ts';
import type { Cursor, Hover } from '../../language.ts';
import { summarizeFile } from '../model/file-summary.ts';
import { analyzePipeline } from '../model/pipeline.ts';
import { projectRootOf } from '../model/include-graph.ts';
import { includePlaceAt } from '../model/include-places.ts';
import { placeAt } from '../occurrences/places.ts';
import { describeKeyword, describeStage } from './describe.ts';
import { hoverInclude } from './hover/include.ts';
import { hoverInput } from './hover/input.ts';
import { hoverJob } from './hover/job.ts';
import { hoverReference } from './hover/reference.ts';
import { hoverVariable } from './hover/variable.ts';
import { behindSign, jobNameOf, targetAt, type Target } from './name-at.ts';

/** What is known of the variable, keyword, value, job or stage under the cursor. */
export function hover(snapshot: Snapshot, { file, offset }: Cursor): Hover | undefined {
  const variable = variableAt(snapshot, { file, offset });
  if (variable !== undefined) return variable;
  const input = hoverInput(snapshot, { file, offset });
  if (input !== undefined) return input;
  const included = includePlaceAt(snapshot, file, offset);
  const told = included && hoverInclude(snapshot, included, projectRootOf(snapshot, file.path));
  if (included !== undefined && told !== undefined) return { range: included.range, markdown: told };
  return hoverTarget(snapshot, { file, offset });
}

function hoverTarget(snapshot: Snapshot, { file, offset }: Cursor): Hover | undefined {
  const target = targetAt(file, offset);
  const range = target && file.rangeOf(target.node);
  if (target === undefined || range === undefined) return undefined;
  const job = jobNameOf(target);
  if (target.kind === 'reference' && job === undefined) {
    const put = hoverReference(analyzePipeline(file, snapshot), target.keys ?? []);
    return put && { range, ...put };
  }
  const known = job === undefined ? undefined : hoverJob(snapshot, analyzePipeline(file, snapshot), job);
  if (known !== undefined) return { range, ...known };
  const markdown = describe(snapshot, { file, offset }, target);
  return markdown === undefined ? undefined : { range, markdown };
}

function variableAt(snapshot: Snapshot, { file, offset }: Cursor): Hover | undefined {
  const part = { file, summary: summarizeFile(file) };
  const place = placeAt(part, offset) ?? placeAt(part, behindSign({ file, offset }).offset);
  if (place?.occurrence.kind !== 'variable') return undefined;
  const { name, scope } = place.occurrence;
  return { range: place.range, ...hoverVariable({ snapshot, pipeline: analyzePipeline(file, snapshot), name, scope }) };
}

function describe(snapshot: Snapshot, { file }: Cursor, target: Target): string | undefined {
  const { kind, name, shape, path } = target;
  if (kind === 'keyword') {
    return shape === undefined || shape.summary === undefined
      ? undefined
      : describeKeyword(keywordName(path.path), shape);
  }
  if (kind === 'value') return describeValue(name, shape);
  const pipeline = analyzePipeline(file, snapshot);
  return kind === 'stage' || kind === 'declared-stage' ? describeStage(pipeline, name) : undefined;
}

function describeValue(name: string, shape: Shape | undefined): string | undefined {
  const values = shape?.string ? valuesOf(shape.string) : [];
  const summary = values.find(([value]) => value === name)?.[1] ?? '';
  return summary === '' ? undefined : `\`${name}\`: ${summary}`;
}

/** `artifacts:reports:junit`, as GitLab's documentation writes it. */
function keywordName(path: readonly (string | number)[]): string {
  const keys = path.filter((segment) => typeof segment === 'string');
  return keys.length === 1 ? String(keys[0]) : keys.slice(1).join(':');
}
