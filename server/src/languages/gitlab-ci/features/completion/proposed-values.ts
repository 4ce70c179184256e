import { rootOf, type Snapshot } from '../../../../workspace/snapshot.ts';
import type { Completion } from '../../../language.ts';
import { valuesOf, type NameKind, type Shape } from '../../keywords/shape.ts';
import type { Anchors } from '../../model/follow.ts';
import { isHidden } from '../../model/names.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { describeJob, describeStage } from '../describe.ts';
import type { TextPosition } from './position.ts';

/** A completion whose place is not decided yet. */
export type Proposal = Omit<Completion, 'range'>;

export interface Request {
  readonly position: TextPosition;
  readonly pipeline: Pipeline;
  readonly snapshot: Snapshot;
}

/** The values that a shape allows or names. */
export function proposedValues(shape: Shape, request: Request): Proposal[] {
  const own = shape.string ? valuesOf(shape.string) : [];
  const names = shape.string?.names;
  const isOpenFlow = request.position.inFlow || shape.list === undefined;
  const single = shape.list && typeof shape.list.items === 'object' ? shape.list.items : undefined;
  return [
    ...own.map(([label, summary]) => value(label, 'value', summary)),
    ...(names ? namesFor(names, request) : []),
    ...(shape.boolean ? [value('true', 'value', ''), value('false', 'value', '')] : []),
    ...(!isOpenFlow && single && own.length === 0 && !names ? proposedValues(single, request) : []),
  ];
}

function value(label: string, kind: Proposal['kind'], summary: string): Proposal {
  return { label, kind, newText: quoted(label), ...(summary !== '' && { documentation: summary }) };
}

/** A name that YAML would read as something else is quoted. */
function quoted(text: string): string {
  const isPlain = /^[A-Za-z0-9_./][^#:,[\]{}&*!|>'"%@`\\]*$/.test(text) && text === text.trim();
  return isPlain ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function namesFor(kind: NameKind, request: Request): Proposal[] {
  const { pipeline, position } = request;
  const [self] = position.path;
  const jobs = [...pipeline.definitions.keys()].filter((name) => name !== self);
  switch (kind) {
    case 'job':
      // A slash sorts before the keywords that may stand in the same place.
      return jobs
        .filter((name) => !isHidden(name))
        .map((name) => ({ ...jobProposal(pipeline, name), sortText: `/${name}` }));
    case 'template':
      return jobs.map((name) => ({ ...jobProposal(pipeline, name), sortText: `${isHidden(name) ? '0' : '1'}${name}` }));
    case 'stage':
      return pipeline.stages.names.map((name, index) => ({
        ...value(name, 'stage', describeStage(pipeline, name) ?? ''),
        sortText: `${isHidden(name) ? '1' : '0'}${String(index).padStart(4, '0')}`,
      }));
    case 'environment':
      return [...environmentNames(pipeline)].map((name) => value(name, 'value', ''));
    case 'local-file':
      return files(request);
    case 'declared-stage':
      return [];
  }
}

function jobProposal(pipeline: Pipeline, name: string): Proposal {
  return value(name, 'job', describeJob(pipeline, name) ?? '');
}

function environmentNames(pipeline: Pipeline): Set<string> {
  const names = new Set<string>();
  for (const definitions of pipeline.definitions.values()) {
    for (const { job } of definitions) if (job.environment?.name) names.add(job.environment.name.name);
  }
  return names;
}

/** Enough to choose from; the list is filtered by what is typed on the client's side. */
const MAX_FILES = 500;

function files({ pipeline, snapshot }: Request): Proposal[] {
  const { projectRoot } = pipeline.graph;
  const listed = snapshot.filesBelow(rootOf(snapshot, `${projectRoot}/.`)) ?? [];
  return listed
    .filter((path) => path.startsWith(`${projectRoot}/`) && /\.ya?ml$/i.test(path) && path !== pipeline.file.path)
    .slice(0, MAX_FILES)
    .map((path) => value(path.slice(projectRoot.length + 1), 'file', ''));
}

export function aliasValues(anchors: Anchors): Proposal[] {
  return [...anchors.keys()].map((name) => ({ label: `*${name}`, kind: 'value', newText: `*${name}` }));
}

/** The next key of `!reference [job, keyword, …]`. */
export function referenceValues({ pipeline, position }: Request, written: string): Proposal[] {
  const steps = written.split(',').map((step) => step.trim());
  const [job = ''] = steps;
  if (steps.length === 1) {
    const [self] = position.path;
    return [...pipeline.definitions.keys()].filter((name) => name !== self).map((name) => jobProposal(pipeline, name));
  }
  if (steps.length > 2) return [];
  const keywords = pipeline.effective(job.replace(/^["']|["']$/g, ''))?.keywords ?? [];
  return [...keywords].map((keyword) => value(keyword, 'keyword', ''));
}
