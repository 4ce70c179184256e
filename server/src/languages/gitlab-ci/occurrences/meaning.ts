import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import { documentAt } from '../../../yaml/file.ts';
import type { Cursor } from '../../language.ts';
import { summarizeFile } from '../model/file-summary.ts';
import { jobNamed } from '../model/find-job.ts';
import { resolveInclude } from '../model/include-graph.ts';
import { analyzePipeline, type Pipeline } from '../model/pipeline.ts';
import { anchorsOf } from './of-anchors.ts';
import { GLOBAL, type Occurrence, type OccurrenceKind } from './occurrence.ts';
import {
  cutToName,
  isNamed,
  partsSharing,
  pipelinesAround,
  placeAt,
  placesIn,
  withoutDuplicates,
  type Part,
  type Place,
} from './places.ts';
import { sameVariable } from './same-variable.ts';

/** What the name under the cursor means, and every place that means the same. */
export interface Meaning {
  readonly kind: OccurrenceKind;
  readonly name: string;
  /** The place under the cursor. */
  readonly here: Place;
  /** Each place once, declarations first. */
  readonly places: readonly Place[];
  /** The files that were searched. */
  readonly parts: readonly Part[];
  readonly pipeline: Pipeline;
}

/** Finds what the cursor is on; undefined where nothing has a name. */
export function meaningAt(snapshot: Snapshot, { file, offset }: Cursor): Meaning | undefined {
  const own: Part = { file, summary: summarizeFile(file) };
  const anchor = anchorAt(own, offset);
  const here = anchor?.here ?? placeAt(own, offset);
  if (here === undefined) return undefined;
  const pipeline = analyzePipeline(file, snapshot);
  if (anchor !== undefined) return { kind: 'anchor', name: here.occurrence.name, ...anchor, parts: [own], pipeline };
  const { kind } = here.occurrence;
  const name = kind === 'job' ? jobOf(pipeline, here.occurrence) : here.occurrence.name;
  const search = kind === 'input' ? inputPlaces : kind === 'variable' ? variablePlaces : plainPlaces;
  const { parts, places } = search({ snapshot, pipeline, here, name });
  const unique = withoutDuplicates(places).map((place) => cutToName(place, name));
  return { kind, name, here: cutToName(here, name), places: declarationsFirst(unique), parts, pipeline };
}

interface Search {
  readonly snapshot: Snapshot;
  readonly pipeline: Pipeline;
  readonly here: Place;
  readonly name: string;
}

type Found = Pick<Meaning, 'parts' | 'places'>;

function declarationsFirst(places: readonly Place[]): Place[] {
  const isDeclaration = ({ occurrence }: Place): boolean => occurrence.isDeclaration;
  return [...places.filter(isDeclaration), ...places.filter((place) => !isDeclaration(place))];
}

/** Copies of a parallel job go by names of their own. */
function jobOf(pipeline: Pipeline, { name, isDeclaration }: Occurrence): string {
  return isDeclaration ? name : (jobNamed(pipeline, name)?.name ?? name);
}

function plainPlaces({ snapshot, pipeline, here, name }: Search): Found {
  const fits = isNamed(here.occurrence.kind, name);
  const parts = partsSharing(pipelinesAround(snapshot, pipeline), pipeline.summaries, fits);
  return { parts, places: parts.flatMap((part) => placesIn(part, fits)) };
}

/** The variables of a pipeline reach the child pipelines that it starts, and win over theirs. */
function variablePlaces({ snapshot, pipeline, here, name }: Search): Found {
  const fits = isNamed('variable', name);
  const pipelines = pipelinesAround(snapshot, pipeline);
  const isPassedOn = pipelines.some((parts) => parts.some((part) => placesIn(part, fits).some(reachesChildren)));
  const parts = isPassedOn
    ? withoutRepetition([pipeline.summaries, ...pipelines])
    : partsSharing(pipelines, pipeline.summaries, fits);
  const places = parts.flatMap((part) => placesIn(part, fits));
  return { parts, places: sameVariable(parts, places, here.occurrence) };
}

/** Whether a place sets a variable of a pipeline, or of a job, that starts another. */
function reachesChildren({ part, occurrence }: Place): boolean {
  if (!occurrence.isDeclaration) return false;
  const { jobs } = part.summary;
  if (occurrence.scope !== GLOBAL) return (jobs.get(occurrence.scope)?.triggers.length ?? 0) > 0;
  return [...jobs.values()].some(({ triggers }) => triggers.length > 0);
}

function withoutRepetition(pipelines: readonly (readonly Part[])[]): Part[] {
  return [...new Map(pipelines.flat().map((part) => [part.file, part])).values()];
}

/** An input belongs to the file that declares it; files that include this one give it by name. */
function inputPlaces({ snapshot, pipeline, here, name }: Search): Found {
  const parts = withoutRepetition([pipeline.summaries, ...pipelinesAround(snapshot, pipeline)]);
  const owners = ownersOf(snapshot, pipeline, here);
  const isOwner = (file: YamlFile): boolean => owners.has(file.path);
  const fits = isNamed('input', name);
  const places = parts.flatMap((part) =>
    placesIn(part, fits).filter(({ occurrence: { item } }) =>
      item === undefined
        ? isOwner(part.file)
        : resolved(snapshot, pipeline, { item, from: part.file.path }).some((path) => owners.has(path)),
    ),
  );
  return { parts, places };
}

function ownersOf(snapshot: Snapshot, pipeline: Pipeline, { part, occurrence }: Place): ReadonlySet<string> {
  if (occurrence.item === undefined) return new Set([part.file.path]);
  return new Set(resolved(snapshot, pipeline, { item: occurrence.item, from: part.file.path }));
}

interface Included {
  readonly item: NonNullable<Occurrence['item']>;
  /** The file that includes it. */
  readonly from: string;
}

function resolved(snapshot: Snapshot, { graph }: Pipeline, { item, from }: Included): readonly string[] {
  const target = resolveInclude(snapshot, graph.projectRoot, item, from);
  return target.state === 'files' ? target.paths : [];
}

function anchorAt(part: Part, offset: number): Pick<Meaning, 'here' | 'places'> | undefined {
  const document = documentAt(part.file, offset)?.document;
  for (const { name, at, aliases } of document === undefined ? [] : anchorsOf(document)) {
    const places = [at, ...aliases].flatMap((span): Place[] => {
      const range = part.file.rangeOf(span);
      const occurrence = { kind: 'anchor', name, at: span, isDeclaration: span === at, scope: '' } as const;
      return range === undefined ? [] : [{ part, occurrence, at: span, range }];
    });
    // The mark before the name belongs to it.
    const here = places.find(({ range }) => range.start - 1 <= offset && offset <= range.end);
    if (here !== undefined) return { here, places };
  }
  return undefined;
}
