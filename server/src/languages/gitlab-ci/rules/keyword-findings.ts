import { nearestName } from '../../../base/nearest-name.ts';
import type { YamlDocument } from '../../../yaml/file.ts';
import { valueOf, type YamlBlock, type YamlNode } from '../../../yaml/node.ts';
import type { Finding } from '../../language.ts';
import type { Fault } from '../keywords/fault.ts';
import { JOB_SHAPES } from '../keywords/shape.ts';
import { faultsOfBlock } from '../keywords/top-level.ts';
import type { Anchors } from '../model/follow.ts';
import { GLOBAL_KEYWORDS, isHidden, isJobName } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { isReferenced } from './findings.ts';
import { findingOfOddJob, isOddJob } from './odd-jobs.ts';

/** The faults of one kind in a file that GitLab would refuse, header and content. */
export function* keywordFindings(pipeline: Pipeline, kind: Fault['kind']): Generator<Finding> {
  const { header, content, anchors } = pipeline.own;
  yield* findingsOf(pipeline, header, header?.anchors ?? NO_ANCHORS, kind);
  yield* findingsOf(pipeline, content, anchors, kind);
}

const NO_ANCHORS: Anchors = new Map<string, YamlNode>();

interface FaultyEntry {
  readonly block: YamlBlock;
  readonly name: string;
  readonly faults: readonly Fault[];
}

const known = new WeakMap<YamlDocument, readonly FaultyEntry[]>();

/** The entries that have faults of any kind: each of the rules picks its own. */
function faultyEntries(document: YamlDocument, anchors: Anchors): readonly FaultyEntry[] {
  const before = known.get(document);
  if (before !== undefined) return before;
  const entries = document.blocks.flatMap((block) => {
    return faultsOfBlock(block, anchors).map(({ name, faults }) => ({ block, name, faults }));
  });
  known.set(document, entries);
  return entries;
}

function* findingsOf(
  pipeline: Pipeline,
  document: YamlDocument | undefined,
  anchors: Anchors,
  kind: Fault['kind'],
): Generator<Finding> {
  for (const { block, name, faults } of document === undefined ? [] : faultyEntries(document, anchors)) {
    const told = faults.filter((fault) => {
      return fault.kind === kind && fault.level !== 'undocumented' && !isOfBrokenText(block, fault);
    });
    if (told.length === 0 || isMisspeltKeyword(pipeline, name)) continue;
    // What else stands in the header is told as a whole.
    if (document === pipeline.own.header && name !== 'spec') continue;
    const severity = isHidden(name) ? severityOfHidden(pipeline, name, block) : 'error';
    if (severity === undefined) continue;
    if (isOddJob(name, valueOf(block.root, name), anchors)) {
      yield* told.flatMap((fault) => findingOfOddJob(name, fault));
      continue;
    }
    const whole = isWhole(pipeline, name);
    yield* told
      .filter((fault) => whole || fault.mayBeMerged !== true)
      .map(({ at, message, level, replacement }) => ({
        at,
        message,
        severity: level === 'idle' ? 'warning' : severity,
        ...(replacement !== undefined && { replacement }),
      }));
  }
}

/**
 * Whether a fault only follows from text that the parser could not read: what is missing may stand there, and a key
 * without its colon runs into the next line. The syntax finding says it all.
 */
function isOfBrokenText({ problems }: YamlBlock, { kind, at, isAbsence }: Fault): boolean {
  if (problems.length > 0 && (kind === 'missing-keyword' || isAbsence === true)) return true;
  return problems.some(({ start, end }) => start <= at.end && end >= at.start);
}

/** `varaibles:` is told once, as what it is; its content is not that of a job. */
function isMisspeltKeyword(pipeline: Pipeline, name: string): boolean {
  const job = pipeline.own.jobs.get(name);
  if (job === undefined || job.hidden) return false;
  if (!job.isMapping) return true;
  const isLikeJob = [...job.fields.keys()].some((key) => key in JOB_SHAPES);
  return !isLikeJob && nearestName(name, GLOBAL_KEYWORDS) !== undefined;
}

/** Whether this text is all there is of an entry: nothing is merged into it. */
function isWhole(pipeline: Pipeline, name: string): boolean {
  if (!isJobName(name)) return true;
  const definitions = pipeline.definitions.get(name) ?? [];
  return pipeline.closed && !isHidden(name) && definitions.length === 1 && definitions[0]?.job.extends === undefined;
}

/**
 * GitLab looks into a hidden job only when a job extends it. Until then what looks like a job is a warning, and anything
 * else under a hidden name is the user's own business: so is what references and aliases take parts from, as a rule on its own.
 */
function severityOfHidden(pipeline: Pipeline, name: string, { anchors }: YamlBlock): 'error' | 'warning' | undefined {
  if (pipeline.isExtended(name)) return 'error';
  if (anchors.size > 0 || isReferenced(pipeline, name)) return undefined;
  const fields = pipeline.own.jobs.get(name)?.fields;
  return fields !== undefined && [...fields.keys()].some((key) => TELLING.has(key)) ? 'warning' : undefined;
}

/** Keywords of a job that are unlikely in a hidden entry that only holds anchors. */
const TELLING = new Set(
  ['script', 'stage', 'extends', 'rules', 'trigger', 'artifacts'].filter((key) => key in JOB_SHAPES),
);
