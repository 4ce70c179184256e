import { projectUrl } from './entities/project.ts';
import { headPipeline } from './domain/pipelines.ts';
import { html, type Answer } from './http/answer.ts';
import { userById, type MergeRequestRecord, type ProjectRecord, type State } from './state.ts';

function escape(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
}

function page(status: number, title: string, body: string): Answer {
  return html(
    status,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem}dt{font-weight:600}pre{background:#f4f4f5;padding:1rem;white-space:pre-wrap}</style>
</head><body>${body}</body></html>`,
  );
}

function mergeRequestPage(state: State, project: ProjectRecord, record: MergeRequestRecord): Answer {
  const pipeline = headPipeline(project, record);
  const facts: [string, string][] = [
    ['State', record.state],
    ['Branches', `${record.sourceBranch} into ${record.targetBranch}`],
    ['Author', userById(state, record.authorId).name],
    ['Head', record.sha.slice(0, 8)],
    ['Merge status', record.detailedMergeStatus],
    ['Pipeline', pipeline === undefined ? 'none' : `#${pipeline.id} ${pipeline.status}`],
  ];
  const list = facts.map(([name, value]) => `<dt>${name}</dt><dd>${escape(value)}</dd>`).join('');
  const description = record.description === null ? '' : `<pre>${escape(record.description)}</pre>`;
  const title = `!${record.iid} ${record.title}`;
  return page(200, title, `<p>${escape(project.path)}</p><h1>${escape(title)}</h1><dl>${list}</dl>${description}`);
}

function projectPage(state: State, project: ProjectRecord): Answer {
  const items = project.mergeRequests.map(
    (record) =>
      `<li><a href="${projectUrl(state, project)}/-/merge_requests/${record.iid}">!${record.iid} ${escape(record.title)}</a> (${record.state})</li>`,
  );
  const clone = `${projectUrl(state, project)}.git`;
  return page(
    200,
    project.path,
    `<h1>${escape(project.path)}</h1><p>Clone: ${escape(clone)}</p><ul>${items.join('')}</ul>`,
  );
}

/** The few pages that links from the product lead to. */
export function answerWeb(state: State, path: string): Answer {
  const [, name = '', rest] = /^\/(.+?)(?:\/-\/(.*))?$/u.exec(path) ?? [];
  const project = state.projects.find((candidate) => candidate.path === name);
  const iid = Number(/^merge_requests\/(\d+)/u.exec(rest ?? '')?.[1]);
  const record = project?.mergeRequests.find((candidate) => candidate.iid === iid);
  if (project !== undefined && record !== undefined) return mergeRequestPage(state, project, record);
  if (project !== undefined) return projectPage(state, project);
  return page(404, 'Not Found', '<h1>404: Page not found</h1>');
}
