import { isRecord, ownValue } from '../../../base/record.ts';
import { rubyText } from '../inputs/values.ts';
import { isOpenText, isThere, mapping, refuse, refuseWhole, type Entry, type Place } from './entry.ts';
import { TEXT_OR_TEXTS } from './plain-values.ts';
import { isText, isWhole, isWholeOrWholes } from './tests.ts';

/**
 * Every reason for which GitLab lets a job fail (`Enums::Ci::CommitStatus.failure_reasons`), and `always`. GitLab takes
 * all of them, though only some are documented.
 */
const REASONS: ReadonlySet<unknown> = new Set([
  'always',
  ...['unknown_failure', 'script_failure', 'api_failure', 'stuck_or_timeout_failure', 'runner_system_failure'],
  ...['missing_dependency_failure', 'runner_unsupported', 'stale_schedule', 'job_execution_timeout'],
  ...['archived_failure', 'unmet_prerequisites', 'scheduler_failure', 'data_integrity_failure'],
  ...['forward_deployment_failure', 'user_blocked', 'project_deleted', 'ci_quota_exceeded'],
  ...['pipeline_loop_detected', 'no_matching_runner', 'trace_size_exceeded', 'builds_disabled'],
  ...['environment_creation_failure', 'deployment_rejected', 'failed_outdated_deployment_job'],
  ...['job_execution_server_timeout', 'stuck_pending_with_matching_runners', 'stuck_pending_no_matching_runners'],
  ...['no_updates_running', 'no_updates_canceling', 'server_timeout_running', 'server_timeout_canceling'],
  ...['runner_configuration_error', 'runner_external_dependency_failure', 'runner_interrupted'],
  ...['protected_environment_failure', 'insufficient_bridge_permissions', 'downstream_bridge_project_not_found'],
  ...['invalid_bridge_trigger', 'upstream_bridge_project_not_found', 'insufficient_upstream_permissions'],
  ...['bridge_pipeline_is_child_pipeline', 'downstream_pipeline_creation_failed', 'secrets_provider_not_found'],
  ...['reached_max_descendant_pipelines_depth', 'ip_restriction_failure', 'reached_max_pipeline_hierarchy_size'],
  ...['reached_downstream_pipeline_trigger_rate_limit', 'duo_workflow_not_allowed', 'job_router_failure'],
  ...['job_token_expired', 'id_token_burned_project_path', 'downstream_project_trigger_resolved_to_empty'],
]);

const MAX_RETRIES = 2;

const retryHash = mapping({
  attributes: ['max', 'when', 'exit_codes'],
  whole: (value, place) => {
    const max = ownValue(value, 'max');
    if (isThere(max)) judgeRetries(max, place, 'max');
    judgeReasons(ownValue(value, 'when'), place);
  },
  demands: [['exit_codes', isWholeOrWholes, 'should be an array of integers or an integer']],
});

/** https://docs.gitlab.com/ci/yaml/#retry. Its messages carry no place. */
export const retry: Entry = (value, { errors }) => {
  const place = { location: 'retry', prefix: 'retry', errors };
  if (isOpenText(value)) return;
  if (isWhole(value)) judgeRetries(value, place, 'config');
  else if (isRecord(value)) retryHash(value, place);
  else refuseWhole(place, 'config has to be either an integer or a hash');
};

function judgeRetries(value: unknown, place: Place, attribute: string): void {
  if (isOpenText(value)) return;
  if (typeof value !== 'number' && typeof value !== 'bigint') refuse(place, attribute, 'is not a number');
  else if (!isWhole(value)) refuse(place, attribute, 'must be an integer');
  else if (value > MAX_RETRIES) refuse(place, attribute, `must be less than or equal to ${MAX_RETRIES}`);
  else if (value < 0) refuse(place, attribute, 'must be greater than or equal to 0');
}

function judgeReasons(value: unknown, place: Place): void {
  if (!isThere(value) || isOpenText(value)) return;
  const [isRight, words] = TEXT_OR_TEXTS;
  if (!isRight(value)) refuse(place, 'when', words);
  if (isText(value) && !REASONS.has(value)) refuse(place, 'when', 'is not included in the list');
  const unknown = Array.isArray(value) ? value.filter((reason) => !REASONS.has(reason) && !isOpenText(reason)) : [];
  if (unknown.length > 0) refuse(place, 'when', `contains unknown values: ${unknown.map(rubyText).join(', ')}`);
}
