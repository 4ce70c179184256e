import { isIncludePath } from '../../../workspace/include-address.ts';
import { nodeAt } from '../../../yaml/find.ts';
import type { CodeAction, TouchedFinding } from '../../language.ts';
import { resolveInclude } from '../model/include-graph.ts';
import { isGlob } from '../model/include-items.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { addStage } from './add-stage.ts';
import { createJob, type MissingJob } from './create-job.ts';
import { jobAt, scalarAt } from './job-at.ts';
import { makeNeedOptional } from './optional-need.ts';
import { pinDigest } from './pin-digest.ts';
import { pinImage } from './pin-image.ts';
import { writeBoolean } from './write-boolean.ts';

type Fix = (touched: TouchedFinding<Pipeline>) => readonly CodeAction[];

const FIXES: Readonly<Record<string, Fix>> = {
  'gitlab-ci/needs-unknown-job': (touched) => [...missingJob(touched, 'need'), ...optional(touched)],
  'gitlab-ci/needs-excluded-job': (touched) => optional(touched),
  'gitlab-ci/dependencies-unknown-job': (touched) => missingJob(touched, 'need'),
  'gitlab-ci/extends-unknown-job': (touched) => missingJob(touched, 'base'),
  'gitlab-ci/environment-on-stop': (touched) => missingJob(touched, 'stop'),
  'gitlab-ci/unknown-stage': missingStage,
  'gitlab-ci/include-missing-file': missingFile,
  'gitlab-ci/floating-image': (touched) => [...pinImage(touched), ...pinToday(touched)],
  'gitlab-ci/invalid-value': writeBoolean,
};

/** Ways out of a finding beside writing what was most likely meant. */
export function fix(touched: TouchedFinding<Pipeline>): readonly CodeAction[] {
  const actions = Object.hasOwn(FIXES, touched.code) ? (FIXES[touched.code]?.(touched) ?? []) : [];
  return actions.filter(isInWorkspace);
}

/** A file of another project is shown and cannot be edited. */
function isInWorkspace({ edits }: CodeAction): boolean {
  return typeof edits === 'function' || !edits.some(({ path }) => isIncludePath(path));
}

function missingJob({ file, model, code, range }: TouchedFinding<Pipeline>, use: MissingJob['use']): CodeAction[] {
  const name = scalarAt(file, range.start);
  return name === undefined ? [] : createJob(model, { name, file, offset: range.start, use, code });
}

function optional({ file, code, range }: TouchedFinding<Pipeline>): CodeAction[] {
  return makeNeedOptional(file, range.start, code);
}

function pinToday({ file, model, snapshot, code, range }: TouchedFinding<Pipeline>): CodeAction[] {
  return pinDigest({ pipeline: model, snapshot, file, offset: range.start }, { kind: 'quickfix', fixes: code });
}

/** The finding stands at the stage, or at the name of a job that has none of its own. */
function missingStage({ file, model, snapshot, code, range }: TouchedFinding<Pipeline>): CodeAction[] {
  const path = nodeAt(file, range.start);
  const [job] = path?.path ?? [];
  const stage = path?.inKey === true && typeof job === 'string' ? model.effective(job)?.stage : undefined;
  const name = stage === undefined || stage === 'unknown' ? scalarAt(file, range.start) : stage.name;
  return name === undefined || name.trim() === '' ? [] : addStage(model, snapshot, name, code);
}

/** What is included may be nearly empty; what is started as a child pipeline needs a job. */
function missingFile({ file, model, snapshot, code, finding, range }: TouchedFinding<Pipeline>): CodeAction[] {
  const { own, graph } = model;
  const items = [...own.includes, ...[...own.jobs.values()].flatMap(({ triggers }) => triggers)];
  const item = items.find(({ at }) => at === finding.at);
  if (item === undefined || isGlob(item.target)) return [];
  const target = resolveInclude(snapshot, graph.projectRoot, item, file.path);
  if (target.state !== 'missing') return [];
  const isChild = jobAt(file, range.start) !== undefined;
  const text = isChild ? 'job:\n  script:\n    - echo "TODO"\n' : 'variables: {}\n';
  const name = target.path.slice(graph.projectRoot.length + 1);
  return [
    {
      title: `Create file '${name}'`,
      kind: 'quickfix',
      fixes: code,
      edits: [],
      newFiles: [{ path: target.path, text }],
    },
  ];
}
