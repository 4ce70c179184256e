import type { SimulationInput } from '../../languages/gitlab-ci/index.ts';
import type { SideFiles } from './side-files.ts';

type Read = SimulationInput['read'];

/** What no file is called. */
const ENTRY = 'include:';

/**
 * What a pipeline starts from. A project's settings may name a file of another project (`FILE@PROJECT`,
 * `FILE@PROJECT:REF`) or an address; GitLab then makes an entry that only includes it (lib/gitlab/ci/project_config).
 * `entry` is such a name, or a path of the repository.
 */
export function startAt(entry: string, read: Read): { readonly entry: string; readonly read: Read } {
  const include = elsewhere(entry);
  if (include === undefined) return { entry, read };
  const text = `${JSON.stringify({ include })}\n`;
  return { entry: ENTRY, read: (path) => (path === ENTRY ? text : read(path)) };
}

function elsewhere(entry: string): Readonly<Record<string, string>> | undefined {
  if (/^https?:\/\//iu.test(entry)) return { remote: entry };
  const [file = '', place] = entry.split(/@(.*)/su);
  if (place === undefined) return undefined;
  const [project = '', ref] = place.split(/:(.*)/su);
  return { project, file, ...(ref !== undefined && { ref }) };
}

/**
 * What the settings of the project name for a repository that has no `.gitlab-ci.yml`, as an entry for `startAt`;
 * undefined where they name nothing, or where nobody can be asked.
 */
export async function entryOfSettings({ elsewhere: files, isCancelled }: SideFiles): Promise<string | undefined> {
  if (files === undefined) return undefined;
  if (files.home() === undefined && !isCancelled()) await files.load([]);
  const home = files.home();
  const named = home?.state === 'known' ? home.pipelineFile : undefined;
  return named === undefined || named === '' ? undefined : named.replace(/^\/+/u, '');
}
