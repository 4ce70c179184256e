import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';
import { flatten } from '../configuration/flatten.ts';
import { readNeeds } from './needs.ts';
import type { PipelineJob } from './root.ts';
import { variableText } from './variables.ts';

/**
 * A job's keywords as GitLab keeps them once it has read them: short forms are opened up and defaults filled in
 * (the `value` methods of lib/gitlab/ci/config/entry). Keywords that it takes over as they are written stay.
 */
export function processedJob(job: PipelineJob, copies: ReadonlyMap<string, readonly string[]>): DataRecord {
  const { data, stage } = job;
  return {
    ...data,
    ...failure(data),
    stage,
    when: data['when'] ?? 'on_success',
    scheduling_type: data['needs'] === undefined ? 'stage' : 'dag',
    script: commands(data['script']),
    before_script: commands(data['before_script']),
    after_script: commands(data['after_script']),
    needs: readNeeds(data['needs'], copies),
    cross_dependencies: crossDependencies(data['needs']),
    rules: Array.isArray(data['rules']) ? processedRules(data['rules']) : data['rules'],
    variables: processedVariables(data['variables']),
    image: container(data['image']),
    services: Array.isArray(data['services']) ? data['services'].map(container) : data['services'],
    cache: isCache(data['cache']) ? flatten(data['cache']).map(cache) : data['cache'],
    coverage_regex: typeof data['coverage'] === 'string' ? data['coverage'].replace(/^\/|\/$/g, '') : undefined,
    environment: typeof data['environment'] === 'string' ? started(data['environment']) : data['environment'],
    only: filter(data['only']) ?? { refs: ['branches', 'tags'] },
    except: filter(data['except']),
  };
}

/** A manual job may fail unless it says otherwise. */
function failure({ allow_failure: written, when }: DataRecord): DataRecord {
  if (!isRecord(written)) return { allow_failure: written ?? when === 'manual' };
  return { allow_failure: false, allow_failure_criteria: { exit_codes: flatten(ownValue(written, 'exit_codes')) } };
}

function isCache(value: unknown): boolean {
  return isRecord(value) || Array.isArray(value);
}

function started(name: string): DataRecord {
  return { name, action: 'start' };
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
  return flatten(rules).map((rule) =>
    isRecord(rule) && Array.isArray(rule['changes']) ? { ...rule, changes: { paths: rule['changes'] } } : rule,
  );
}

/** Variables as text; `expand` becomes its opposite, `raw`. */
export function processedVariables(variables: unknown): unknown {
  if (!isRecord(variables)) return variables;
  return Object.fromEntries(Object.entries(variables).map(([name, written]) => [name, processedVariable(written)]));
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
