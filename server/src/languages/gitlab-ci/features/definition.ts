import type { Location } from '../../../base/range.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { Span } from '../../../yaml/node.ts';
import type { Cursor } from '../../language.ts';
import { includePlaceAt } from '../model/include-places.ts';
import { jobNamed } from '../model/find-job.ts';
import { referencedEntry } from '../model/referenced-entry.ts';
import { analyzePipeline, type Pipeline } from '../model/pipeline.ts';
import { meaningAt } from '../occurrences/meaning.ts';
import type { Place } from '../occurrences/places.ts';
import { behindSign, jobNameOf, targetAt, type Target } from './name-at.ts';

/** Where the job, stage, variable, input, file or anchor under the cursor is defined. */
export function definition(snapshot: Snapshot, cursor: Cursor): readonly Location[] {
  const { file, offset } = cursor;
  const declared = declarations(snapshot, cursor);
  if (declared !== undefined) return declared;
  const included = includePlaceAt(snapshot, file, offset);
  if (included !== undefined) return included.paths.map((path) => ({ path, range: { start: 0, end: 0 } }));
  const target = targetAt(file, offset);
  if (target === undefined) return [];
  if (target.kind === 'alias') return anchorPlace(file, target);
  const pipeline = analyzePipeline(file, snapshot);
  if (target.kind === 'stage' || target.kind === 'declared-stage') return stagePlace(pipeline, target.name);
  if (target.kind === 'reference') return referencePlaces(pipeline, target.keys ?? []);
  // At a definition editors show the references instead, when it leads to itself.
  const name = jobNameOf(target);
  return name === undefined ? [] : jobPlaces(pipeline, jobNamed(pipeline, name)?.name ?? name);
}

/** Of what has no one place of its own: the declaration in the cursor's own job first, as that wins. */
function declarations(snapshot: Snapshot, cursor: Cursor): Location[] | undefined {
  const meaning = meaningAt(snapshot, cursor) ?? meaningAt(snapshot, behindSign(cursor));
  if (meaning?.kind !== 'variable' && meaning?.kind !== 'input') return undefined;
  const { here } = meaning;
  const declared = meaning.places.filter(({ occurrence }) => occurrence.isDeclaration);
  const isOwn = ({ occurrence }: Place): boolean => occurrence.scope === here.occurrence.scope;
  return [...declared.filter(isOwn), ...declared.filter((place) => !isOwn(place))].map(({ part, range }) => ({
    path: part.file.path,
    range,
  }));
}

function anchorPlace(file: YamlFile, { name, path }: Target): Location[] {
  const node = path.document.document.anchors.get(name);
  return node === undefined ? [] : locate(file, node);
}

function locate(file: YamlFile, span: Span): Location[] {
  const range = file.rangeOf(span);
  return range === undefined ? [] : [{ path: file.path, range }];
}

function stagePlace({ stages }: Pipeline, name: string): Location[] {
  const use = stages.list?.names.find((stage) => stage.name === name);
  return use === undefined || stages.file === undefined ? [] : locate(stages.file, use.at);
}

/** The definition that wins comes first. */
function jobPlaces({ definitions }: Pipeline, name: string): Location[] {
  const found = definitions.get(name)?.toReversed() ?? [];
  return found.flatMap(({ file, job }) => locate(file, job.nameAt));
}

/** The key that a step of a `!reference` names, in the file that has it. */
function referencePlaces(pipeline: Pipeline, keys: readonly string[]): Location[] {
  const [name = '', ...rest] = keys;
  if (rest.length === 0) return jobPlaces(pipeline, name);
  const found = referencedEntry(pipeline, keys);
  return found === undefined ? [] : locate(found.file, found.entry.key);
}
