import { isIncludePath } from '../../workspace/include-address.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { YamlFile } from '../../yaml/file.ts';
import { entriesOf } from '../../yaml/node.ts';
import { jobsOfBlock } from './model/job-summary.ts';
import { summarizeFile } from './model/file-summary.ts';
import { ENTRY_NAME, entryOf, includeGraph, localChildGraphs, projectRootOf } from './model/include-graph.ts';

/**
 * Whether GitLab would read this file as pipeline configuration: by its name, because the project's pipeline includes
 * it or starts it as a child pipeline, or, where there is no such pipeline, because it lies where such files are kept
 * and holds jobs.
 */
export function claims(file: YamlFile, snapshot: Snapshot): boolean {
  const { path } = file;
  if (isIncludePath(path)) return true;
  if (/\.gitlab-ci\.ya?ml$/.test(path)) return true;
  const usual = `${projectRootOf(snapshot, path)}/${ENTRY_NAME}`;
  const isOther = snapshot.exists(usual) === false;
  // Where the file lies is asked for only when it could be one: finding it out costs a look at Git and at GitLab.
  const entry = isOther && isLikely(file) ? entryOf(snapshot, path) : usual;
  const graph = includeGraph(snapshot, entry);
  if (graph.paths.has(path) || isComponent(file, projectRootOf(snapshot, path))) return true;
  for (const child of localChildGraphs(snapshot, graph)) if (child.paths.has(path)) return true;
  const isOpen = isIncludePath(entry) || snapshot.file(entry).state === 'missing';
  return /\/\.gitlab\/ci\//.test(path) && isOpen && holdsJobs(file);
}

/**
 * Whether a file is a component of its own project, which others include (https://docs.gitlab.com/ci/components/#directory-structure).
 * Charts of Helm also have a folder of that name.
 */
function isComponent(file: YamlFile, root: string): boolean {
  if (!/^\/templates\/[^/]+(?:\/template)?\.yml$/.test(file.path.slice(root.length))) return false;
  const { header, content } = summarizeFile(file);
  const isHeader = content !== undefined && entriesOf(header?.root).length === 1;
  return isHeader || holdsJobs(file);
}

/** Whether a file that nobody may include looks like a pipeline. */
function isLikely(file: YamlFile): boolean {
  return holdsJobs(file) || summarizeFile(file).includes.length > 0;
}

const JOB_KEYWORDS = ['script', 'trigger', 'extends'];

function holdsJobs(file: YamlFile): boolean {
  const { content, anchors } = summarizeFile(file);
  return (content?.blocks ?? []).some((block) =>
    jobsOfBlock(block, anchors).some((job) => JOB_KEYWORDS.some((keyword) => job.fields.has(keyword))),
  );
}
