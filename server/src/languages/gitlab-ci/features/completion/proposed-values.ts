import { resolveShape, valuesOf, type NameKind, type Shape } from '../../keywords/shape.ts';
import type { Anchors } from '../../model/follow.ts';
import { isHidden } from '../../model/names.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { describeStage } from '../describe.ts';
import { localFiles } from './include-values.ts';
import { basesFor, earlierJobs, stoppingJobs } from './job-values.ts';
import { indentOf } from './line-structure.ts';
import { later, plainProposal, textProposal, type Proposal, type Request } from './proposal.ts';

/** The values that a shape allows or names. */
export function proposedValues(shape: Shape, request: Request): Proposal[] {
  const own = shape.string ? valuesOf(shape.string) : [];
  const names = shape.string?.names;
  const isOutside = request.position.flow === undefined;
  const single = isOutside && shape.list && own.length === 0 && !names ? resolveShape(shape.list.items) : undefined;
  return [
    ...own.map(([label, summary], index) => delayed(enumerated(label, summary, { index, shape }), request)),
    ...(names ? namesFor(names, request) : []),
    ...(shape.boolean && !isFree(shape) ? booleans(shape) : []),
    ...(single ? proposedValues(single, request) : []),
  ];
}

interface EnumContext {
  readonly index: number;
  readonly shape: Shape;
}

function enumerated(label: string, summary: string, { index, shape }: EnumContext): Proposal {
  const isDefault = shape.default === label;
  return textProposal(label, 'value', {
    ...(summary !== '' && { documentation: summary }),
    ...(isDefault && { detail: 'default' }),
    sortText: `0${String(index).padStart(2, '0')}`,
  });
}

/** `when: delayed` asks for `start_in` beside it. */
function delayed(proposal: Proposal, { position }: Request): Proposal {
  const { path, places, flow, quote, siblings, before } = position;
  const column = places.at(-1)?.column;
  const isLine = flow === undefined && quote === undefined && column !== undefined && !siblings.has('start_in');
  if (!isLine || proposal.label !== 'delayed' || path.at(-1) !== 'when') return proposal;
  const newText = `delayed\n${' '.repeat(column - indentOf(before))}start_in: $0`;
  return { ...proposal, isText: false, newText, isSnippet: true, detail: 'with start_in', continues: true };
}

/** A variable may hold any text or number. */
function isFree({ string, number }: Shape): boolean {
  return string !== undefined && number !== undefined;
}

function booleans({ default: usual }: Shape): Proposal[] {
  return ['true', 'false'].map((label) =>
    plainProposal(label, { sortText: `!${label}`, ...(usual === label && { detail: 'default' }) }),
  );
}

function namesFor(kind: NameKind, request: Request): Proposal[] {
  const { pipeline, position } = request;
  switch (kind) {
    case 'job':
      return position.path.at(-1) === 'on_stop' ? stoppingJobs(request) : earlierJobs(request);
    case 'template':
      return basesFor(request);
    case 'stage':
      return stages(pipeline);
    case 'declared-stage':
      return usedStages(pipeline);
    case 'environment':
      return environmentNames(request);
    case 'local-file':
      return localFiles(request);
  }
}

/** In the order in which they run, the two that are always there at the end. */
function stages(pipeline: Pipeline): Proposal[] {
  return pipeline.stages.names.map((name, index) =>
    textProposal(name, 'stage', {
      ...later(() => describeStage(pipeline, name)),
      sortText: `${isHidden(name) ? '1' : '0'}${String(index).padStart(4, '0')}`,
    }),
  );
}

/** Stages that jobs use and that are not in the list yet. */
function usedStages(pipeline: Pipeline): Proposal[] {
  const listed = new Set(pipeline.stages.list === undefined ? [] : pipeline.stages.names);
  const used = new Set<string>();
  for (const definitions of pipeline.definitions.values()) {
    for (const { job } of definitions) if (job.stage && job.stage !== 'unknown') used.add(job.stage.name);
  }
  return [...used].filter((name) => !listed.has(name) && !isHidden(name)).map((name) => textProposal(name, 'stage'));
}

function environmentNames({ pipeline, snapshot }: Request): Proposal[] {
  const names = new Set<string>();
  for (const definitions of pipeline.definitions.values()) {
    for (const { job } of definitions) if (job.environment?.name) names.add(job.environment.name.name);
  }
  const remote = snapshot.names({ kind: 'environments', folder: pipeline.graph.projectRoot }) ?? [];
  return [
    ...[...names].map((name) => textProposal(name, 'value')),
    ...remote
      .filter(({ name }) => !names.has(name))
      .map(({ name, detail }) => textProposal(name, 'value', detail === undefined ? {} : { detail })),
  ];
}

/** An alias for each of these anchors. */
export function aliasValues(anchors: Anchors): Proposal[] {
  return [...anchors.keys()].map((name) => ({ label: `*${name}`, kind: 'value', newText: `*${name}` }));
}
