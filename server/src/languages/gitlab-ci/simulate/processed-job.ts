import { type DataRecord, isRecord, orderedEntries, ownValue } from '../../../base/record.ts';
import { flatten } from '../configuration/flatten.ts';
import { durationSeconds } from '../keywords/duration.ts';
import { isThere } from '../entries/entry.ts';
import { readNeeds } from './needs.ts';
import type { PipelineJob } from './root.ts';
import { variableText } from './variables.ts';

/**
 * A job's keywords as GitLab keeps them once it has read them: short forms are opened up and defaults filled in
 * (the `value` methods of lib/gitlab/ci/config/entry). Keywords that it takes over as they are written stay.
 */
export function processedJob(
  job: PipelineJob,
  copies: ReadonlyMap<string, readonly string[]>,
  hasWorkflowRules = false,
): DataRecord {
  const { data, stage } = job;
  return {
    ...data,
    ...failure(data),
    ...otherNames(data),
    stage,
    when: data['when'] ?? 'on_success',
    scheduling_type: isThere(data['needs']) ? 'dag' : 'stage',
    script: commands(data['script']),
    before_script: commands(data['before_script']),
    after_script: commands(data['after_script']),
    hooks: isRecord(data['hooks']) ? mapValues(data['hooks'], commands) : data['hooks'],
    needs: readNeeds(data['needs'], copies),
    cross_dependencies: crossDependencies(data['needs']),
    rules: processedRules(data['rules']),
    variables: processedVariables(data['variables']),
    image: container(data['image']),
    services: Array.isArray(data['services']) ? flatten(data['services']).map(container) : data['services'],
    cache: isCache(data['cache']) ? flatten(data['cache']).map(cache) : data['cache'],
    retry: retry(data['retry']),
    environment: started(data['environment']),
    trigger: typeof data['trigger'] === 'string' ? { project: data['trigger'] } : data['trigger'],
    only: only(data['only'], isThere(data['rules']) || hasWorkflowRules),
    except: filter(data['except']),
  };
}

/** Values that GitLab also or only keeps under another name. */
function otherNames({ coverage, timeout, run, tags, resource_group: group }: DataRecord): DataRecord {
  return {
    coverage_regex: typeof coverage === 'string' ? coverage.replace(/^\/|\/$/g, '') : undefined,
    job_timeout: typeof timeout === 'string' ? durationSeconds(timeout) : undefined,
    execution_config: run === undefined ? undefined : { run_steps: run },
    tag_list: tags,
    resource_group_key: group,
  };
}

/** A job without rules runs for branches and tags, unless `only` says so itself. */
function only(written: unknown, hasRules: boolean): unknown {
  const own = filter(written);
  if (hasRules && own === undefined) return undefined;
  return { refs: ['branches', 'tags'], ...(isRecord(own) && own) };
}

function retry(written: unknown): unknown {
  if (typeof written === 'number') return { max: written };
  if (!isRecord(written)) return written;
  return mapValues(written, (value, key) => (key === 'max' ? value : [value].flat()));
}

function mapValues(value: DataRecord, change: (value: unknown, key: string) => unknown): DataRecord {
  return Object.fromEntries(orderedEntries(value).map(([key, own]) => [key, change(own, key)]));
}

/** A manual job may fail unless it says otherwise. */
function failure({ allow_failure: written, when }: DataRecord): DataRecord {
  if (!isRecord(written)) return { allow_failure: written ?? when === 'manual' };
  return { allow_failure: false, allow_failure_criteria: { exit_codes: flatten(ownValue(written, 'exit_codes')) } };
}

function isCache(value: unknown): boolean {
  return isRecord(value) || Array.isArray(value);
}

function started(environment: unknown): unknown {
  return typeof environment === 'string' ? { name: environment, action: 'start' } : environment;
}

function filter(value: unknown): unknown {
  return Array.isArray(value) ? { refs: value } : (value ?? undefined);
}

function commands(value: unknown): unknown {
  return value === undefined || value === null ? value : flatten(value);
}

/** Needs of another pipeline or project. */
function crossDependencies(needs: unknown): DataRecord[] | undefined {
  const found = flatten(needs).filter(
    (need): need is DataRecord => isRecord(need) && 'job' in need && ('pipeline' in need || 'project' in need),
  );
  return found.length === 0 ? undefined : found.map((need) => ({ ...need, artifacts: need['artifacts'] ?? true }));
}

/** `changes` in its long form. */
export function processedRules(rules: unknown): unknown {
  if (!isThere(rules)) return rules;
  return flatten(rules).map((rule) =>
    isRecord(rule) && Array.isArray(rule['changes']) ? { ...rule, changes: { paths: rule['changes'] } } : rule,
  );
}

/** Variables as text; `expand` becomes its opposite, `raw`. */
export function processedVariables(variables: unknown): unknown {
  if (!isRecord(variables)) return variables;
  return Object.fromEntries(orderedEntries(variables).map(([name, written]) => [name, processedVariable(written)]));
}

function processedVariable(written: unknown): unknown {
  const value = variableText(isRecord(written) ? (written['value'] ?? null) : written);
  return isRecord(written) && 'expand' in written ? { value, raw: written['expand'] === false } : value;
}

function container(written: unknown): unknown {
  if (typeof written === 'string') return { name: written };
  if (!isRecord(written)) return written;
  const { docker, kubernetes, pull_policy: policy, ...rest } = written;
  const options = { ...(isRecord(docker) && { docker }), ...(isRecord(kubernetes) && { kubernetes }) };
  return {
    ...rest,
    ...(Object.keys(options).length > 0 && { executor_opts: options }),
    ...(policy !== undefined && { pull_policy: [policy].flat() }),
  };
}

const CACHE_DEFAULTS: DataRecord = { key: 'default', policy: 'pull-push', when: 'on_success', unprotect: false };

function cache(written: unknown): unknown {
  return isRecord(written) ? { ...CACHE_DEFAULTS, fallback_keys: [], ...written } : written;
}
