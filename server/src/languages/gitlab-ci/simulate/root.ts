import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';
import { flatTexts } from '../configuration/flatten.ts';
import { DEFAULT_STAGE, DEFAULT_STAGES, isHidden, isJobName, withEdgeStages } from '../model/names.ts';

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
  /** In GitLab's words. */
  readonly errors: readonly string[];
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
 * Takes a merged configuration apart: its stages, workflow, variables and jobs with their defaults. `isOpen`: an include
 * could not be read, so a job may have more keywords than it shows.
 */
export function readRoot(configuration: DataRecord, isOpen = false): PipelineRoot {
  const errors: string[] = [];
  const jobs: PipelineJob[] = [];
  const entries = Object.entries(configuration).filter(([name]) => isJobName(name) && !isHidden(name));
  for (const [name, value] of entries) {
    if (isJob(value) || (isOpen && isRecord(value))) jobs.push(readJob(name, value, configuration));
    else errors.push(`jobs ${name.toLowerCase()} config should implement the script:, run:, or trigger: keyword`);
  }
  if (entries.length === 0 && !isOpen) errors.push('jobs config should contain at least one visible job');
  const stages = withEdgeStages(
    ownValue(configuration, 'stages') ? flatTexts(configuration['stages']) : DEFAULT_STAGES,
  );
  const { variables, workflow } = configuration;
  return { stages, variables, workflow, jobs, errors };
}

function isJob(value: unknown): value is DataRecord {
  return isRecord(value) && ['script', 'run', 'trigger'].some((key) => Object.hasOwn(value, key));
}

function readJob(name: string, own: DataRecord, configuration: DataRecord): PipelineJob {
  const isTrigger = Object.hasOwn(own, 'trigger');
  const data: Record<string, unknown> = { ...own };
  const inherited = ownValue(ownValue(own, 'inherit'), 'default');
  for (const keyword of isTrigger ? INHERITED_BY_TRIGGER : INHERITED) {
    const isTaken = inherited !== false && (!Array.isArray(inherited) || inherited.includes(keyword));
    const value = ownValue(configuration['default'], keyword) ?? ownValue(configuration, keyword);
    if (isTaken && value !== undefined && value !== null) data[keyword] ??= value;
  }
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
