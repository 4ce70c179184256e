import { type DataRecord, isRecord, orderedEntries, ownValue, ownValueAt } from '../../../base/record.ts';
import { entryOf } from '../../../yaml/node.ts';
import type { Origins } from '../configuration/configuration-value.ts';
import { hasWork, isJobEntry, judgeEntries } from '../entries/root.ts';
import { flatTexts } from '../configuration/flatten.ts';
import { DEFAULT_STAGE, DEFAULT_STAGES, withEdgeStages } from '../model/names.ts';

/** A job as it stands after includes, `extends`, references and defaults. */
export interface PipelineJob {
  readonly name: string;
  readonly data: DataRecord;
  readonly stage: string;
  /** It starts another pipeline instead of a script. */
  readonly isTrigger: boolean;
  /** Jobs that it extends and that no file that could be read defines. */
  readonly missing: readonly string[];
}

/** A merged configuration, taken apart. */
export interface PipelineRoot {
  readonly stages: readonly string[];
  readonly variables: unknown;
  readonly workflow: unknown;
  readonly jobs: readonly PipelineJob[];
  /** What GitLab says about keywords, in its order and words. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** Keywords that `default` can give (https://docs.gitlab.com/ci/yaml/#default). */
const INHERITED: readonly string[] = [
  'after_script',
  'artifacts',
  'before_script',
  'cache',
  'hooks',
  'id_tokens',
  'identity',
  'image',
  'inputs',
  'interruptible',
  'retry',
  'services',
  'tags',
  'timeout',
];

/** A trigger job takes over only what it can have. */
const INHERITED_BY_TRIGGER: readonly string[] = ['interruptible'];

/**
 * Takes a merged configuration apart: its stages, workflow, variables and jobs with their defaults, and what GitLab
 * says about its keywords. `isOpen`: an include could not be read, so a job may have more keywords than it shows.
 */
export function readRoot(configuration: DataRecord, origins: Origins, isOpen = false): PipelineRoot {
  const entries = orderedEntries(configuration).filter(([name, value]) => isJobEntry(name, value));
  const jobs = entries.flatMap(([name, value]) =>
    hasWork(value) || (isOpen && isRecord(value)) ? [readJob(name, value, configuration)] : [],
  );
  const stages = withEdgeStages(
    ownValue(configuration, 'stages') ? flatTexts(configuration['stages']) : DEFAULT_STAGES,
  );
  const isTextKey = (name: string): boolean => {
    const value = configuration[name];
    const file = isRecord(value) ? origins.get(value)?.file : undefined;
    const keys = file?.documents.map(({ document }) => entryOf(document.root, name)?.key) ?? [];
    return keys.some((key) => key?.kind === 'scalar' && key.style !== 'plain');
  };
  const { variables, workflow } = configuration;
  return { stages, variables, workflow, jobs, ...judgeEntries(configuration, { isOpen, isTextKey }) };
}

/** The keywords that a job takes over, each with the way to the value that it gets. */
export function inheritedKeywords(own: DataRecord, configuration: DataRecord): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const inherited = ownValue(ownValue(own, 'inherit'), 'default');
  for (const keyword of Object.hasOwn(own, 'trigger') ? INHERITED_BY_TRIGGER : INHERITED) {
    const isTaken = inherited !== false && (!Array.isArray(inherited) || inherited.includes(keyword));
    const ways = [['default', keyword], [keyword]];
    const way = ways.find((keys) => (ownValueAt(configuration, ...keys) ?? null) !== null);
    if (isTaken && way !== undefined && (ownValue(own, keyword) ?? null) === null) found.set(keyword, way);
  }
  return found;
}

function readJob(name: string, own: DataRecord, configuration: DataRecord): PipelineJob {
  const isTrigger = !Object.hasOwn(own, 'script') && !Object.hasOwn(own, 'run') && hasWork(own);
  const data: Record<string, unknown> = { ...own };
  for (const [keyword, way] of inheritedKeywords(own, configuration)) data[keyword] = ownValueAt(configuration, ...way);
  const stage = ownValue(own, 'stage');
  const missing = missingBases(own, configuration, new Set());
  return { name, data, isTrigger, missing, stage: typeof stage === 'string' ? stage : DEFAULT_STAGE };
}

function missingBases(own: unknown, configuration: DataRecord, seen: Set<string>): string[] {
  return flatTexts(ownValue(own, 'extends')).flatMap((base) => {
    if (seen.has(base)) return [];
    seen.add(base);
    return Object.hasOwn(configuration, base) ? missingBases(configuration[base], configuration, seen) : [base];
  });
}
