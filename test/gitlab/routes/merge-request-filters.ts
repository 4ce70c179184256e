import { isDraft } from '../domain/merge-requests.ts';
import { optionalChoice, optionalInteger, optionalList, optionalText, type Input } from '../http/input.ts';
import type { MergeRequestRecord, State, UserRecord } from '../state.ts';

interface Asker {
  readonly user: UserRecord;
  readonly input: Input;
}

type Test = (record: MergeRequestRecord) => boolean;

function stateTests(input: Input): Test[] {
  const state = optionalChoice(input, 'state', ['opened', 'closed', 'locked', 'merged', 'all']) ?? 'all';
  const wip = optionalChoice(input, 'wip', ['yes', 'no']);
  const iids = optionalList(input, 'iids')?.map(Number);
  return [
    (record) => state === 'all' || record.state === state,
    (record) => wip === undefined || isDraft(record.title) === (wip === 'yes'),
    (record) => iids === undefined || iids.includes(record.iid),
  ];
}

function branchTests(input: Input): Test[] {
  const source = optionalText(input, 'source_branch');
  const target = optionalText(input, 'target_branch');
  const search = optionalText(input, 'search')?.toLowerCase();
  const labels = optionalList(input, 'labels') ?? [];
  return [
    (record) => source === undefined || record.sourceBranch === source,
    (record) => target === undefined || record.targetBranch === target,
    (record) => search === undefined || `${record.title}\n${record.description ?? ''}`.toLowerCase().includes(search),
    (record) => labels.every((label) => record.labels.includes(label)),
  ];
}

function peopleTests(state: State, asker: Asker): Test[] {
  const { input, user } = asker;
  const scope = optionalChoice(input, 'scope', ['created_by_me', 'assigned_to_me', 'reviews_for_me', 'all']);
  const author = optionalInteger(input, 'author_id');
  const authorName = optionalText(input, 'author_username');
  const reviewer = optionalInteger(input, 'reviewer_id');
  const assignee = optionalInteger(input, 'assignee_id');
  const authorId = state.users.find((candidate) => candidate.username === authorName)?.id;
  return [
    (record) => scope !== 'created_by_me' || record.authorId === user.id,
    (record) => scope !== 'assigned_to_me' || record.assigneeIds.includes(user.id),
    (record) => scope !== 'reviews_for_me' || record.reviewerIds.includes(user.id),
    (record) => author === undefined || record.authorId === author,
    (record) => authorName === undefined || record.authorId === authorId,
    (record) => reviewer === undefined || record.reviewerIds.includes(reviewer),
    (record) => assignee === undefined || record.assigneeIds.includes(assignee),
  ];
}

/** The merge requests that the list's filters keep, in the order that is asked for (newest first by default). */
export function filterMergeRequests(
  state: State,
  records: readonly MergeRequestRecord[],
  asker: Asker,
): readonly MergeRequestRecord[] {
  const { input } = asker;
  const tests = [...stateTests(input), ...branchTests(input), ...peopleTests(state, asker)];
  const order = optionalChoice(input, 'order_by', ['created_at', 'updated_at', 'title', 'merged_at', 'label_priority']);
  const direction = (optionalChoice(input, 'sort', ['asc', 'desc']) ?? 'desc') === 'asc' ? 1 : -1;
  const key = (record: MergeRequestRecord): string => (order === 'updated_at' ? record.updatedAt : record.createdAt);
  return records
    .filter((record) => tests.every((test) => test(record)))
    .sort((a, b) => direction * (key(a) === key(b) ? a.id - b.id : key(a) < key(b) ? -1 : 1));
}
