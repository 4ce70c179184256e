import type { Issue } from '../../schema/issue.ts';
import { kubernetesDialect } from '../../yaml/dialect.ts';
import { entryOf, itemsOf, scalarText, valueOf, type YamlEntry, type YamlNode } from '../../yaml/node.ts';
import { readScalar } from '../../yaml/value.ts';

/** How many projects or groups one list may name: https://docs.gitlab.com/user/clusters/agent/ci_cd_workflow/. */
const MAX_ACCESS = 500;

/** A duration of protobuf's JSON form: https://protobuf.dev/programming-guides/json/. */
const SECONDS = /^\d+(?:\.\d{1,9})?s$/;
/** A duration of Go: https://pkg.go.dev/time#ParseDuration. */
const GO_DURATION = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/;
const CRON =
  /^(?:@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)|@every \S+|(?:[\d*/,\-A-Za-z?]+\s+){4}[\d*/,\-A-Za-z?]+)$/;

/** What is wrong with values beyond their types. A value that is not there, or of another type, is not judged. */
export function* valueIssues(root: YamlNode | undefined): Generator<Issue> {
  for (const section of ['ci_access', 'user_access']) {
    for (const list of ['projects', 'groups']) yield* accessIssues(entryOf(valueOf(root, section), list));
  }
  for (const name of ['container_scanning', 'starboard']) yield* scanningIssues(entryOf(root, name)?.value);
  const development = valueOf(root, 'remote_development');
  for (const key of ['partial_sync_interval', 'full_sync_interval']) {
    yield* keyIssue(development, { key, pattern: GO_DURATION, wanted: "a duration such as '10s' or '1h30m'" });
  }
  for (const project of itemsOf(valueOf(valueOf(root, 'gitops'), 'manifest_projects'))) {
    for (const key of ['reconcile_timeout', 'prune_timeout']) {
      yield* keyIssue(project, { key, pattern: SECONDS, wanted: "a number of seconds with an 's', such as '3600s'" });
    }
  }
}

interface Wanted {
  readonly key: string;
  readonly pattern: RegExp;
  readonly wanted: string;
}

function* keyIssue(mapping: YamlNode | undefined, wanted: Wanted): Generator<Issue> {
  yield* textIssue(valueOf(mapping, wanted.key), wanted);
}

function* accessIssues(entry: YamlEntry | undefined): Generator<Issue> {
  const items = itemsOf(entry?.value);
  if (entry !== undefined && items.length > MAX_ACCESS) {
    const name = scalarText(entry.key) ?? '';
    yield invalid(entry.key, `'${name}' names ${items.length}, but at most ${MAX_ACCESS} are allowed`);
  }
  for (const item of items) {
    yield* keyIssue(item, { key: 'id', pattern: /\S/, wanted: "a full path such as 'group/project'" });
    for (const environment of itemsOf(valueOf(item, 'environments'))) {
      const wanted = "the name of an environment, in which '*' stands for any text";
      yield* textIssue(environment, { key: 'environments', pattern: /\S/, wanted });
    }
  }
}

function* scanningIssues(section: YamlNode | undefined): Generator<Issue> {
  yield* keyIssue(section, { key: 'cadence', pattern: CRON, wanted: "five fields of cron, such as '0 0 * * *'" });
  const seconds = "a number of seconds with an 's', such as '300s'";
  yield* keyIssue(section, { key: 'scanner_timeout', pattern: SECONDS, wanted: seconds });
  yield* keyIssue(section, { key: 'report_max_size', pattern: /^\d+$/, wanted: 'a number of bytes' });
}

/** A value of another type than text has a finding for that. */
function* textIssue(node: YamlNode | undefined, { key, pattern, wanted }: Wanted): Generator<Issue> {
  if (node?.kind !== 'scalar') return;
  const text = readScalar(node, kubernetesDialect);
  if (typeof text !== 'string' || pattern.test(text)) return;
  yield invalid(node, `'${key}' ${text === '' ? 'must not be empty; it is' : `is '${text}', but must be`} ${wanted}`);
}

function invalid(at: YamlNode, message: string): Issue {
  return { kind: 'invalid-value', at, message };
}
