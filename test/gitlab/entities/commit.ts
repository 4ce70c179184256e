import { stats, type Commit } from '../git/commits.ts';
import type { ProjectRecord, State } from '../state.ts';
import { renderBasicPipeline } from './pipeline.ts';
import { projectUrl } from './project.ts';

/** `Name: value` lines in the last paragraph of a message. */
function trailers(message: string): [string, string][] {
  const paragraphs = message.trim().split(/\n{2,}/u);
  const last = paragraphs.length > 1 ? (paragraphs.at(-1) ?? '') : '';
  const lines = last.split('\n').map((line) => /^([A-Za-z][\w-]*): (.+)$/u.exec(line));
  if (!lines.every((line) => line !== null)) return [];
  return lines.map((line) => [line[1] ?? '', line[2] ?? '']);
}

export function renderCommit(state: State, project: ProjectRecord, commit: Commit): Record<string, unknown> {
  const pairs = trailers(commit.message);
  const extended: Record<string, string[]> = {};
  for (const [name, value] of pairs) extended[name] = [...(extended[name] ?? []), value];
  return {
    id: commit.id,
    short_id: commit.id.slice(0, 8),
    created_at: commit.committedAt,
    parent_ids: commit.parents,
    title: (commit.message.split('\n', 1)[0] ?? '').trim(),
    message: commit.message,
    author_name: commit.authorName,
    author_email: commit.authorEmail,
    authored_date: commit.authoredAt,
    committer_name: commit.committerName,
    committer_email: commit.committerEmail,
    committed_date: commit.committedAt,
    trailers: Object.fromEntries(pairs),
    extended_trailers: extended,
    web_url: `${projectUrl(state, project)}/-/commit/${commit.id}`,
  };
}

export async function renderCommitDetail(
  state: State,
  project: ProjectRecord,
  commit: Commit,
  withStats = true,
): Promise<Record<string, unknown>> {
  const pipeline = project.pipelines.findLast((candidate) => candidate.sha === commit.id);
  const counted = withStats ? await stats(project.repository, commit.id) : undefined;
  return {
    ...renderCommit(state, project, commit),
    ...(counted === undefined ? {} : { stats: { ...counted, total: counted.additions + counted.deletions } }),
    status: pipeline?.status ?? null,
    project_id: project.id,
    last_pipeline: pipeline === undefined ? null : renderBasicPipeline(state, project, pipeline),
  };
}
