import { includePath } from '../../../workspace/include-address.ts';
import type { ProjectHome } from '../../../workspace/included-file.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';

export const ENTRY_NAME = '.gitlab-ci.yml';

/**
 * The file that a project's pipeline starts from, by the project's folder: `.gitlab-ci.yml`, or where there is none the
 * one that the project's settings name, which may lie in another project or anywhere
 * (https://docs.gitlab.com/ci/pipelines/settings/#specify-a-custom-cicd-configuration-file).
 */
export function mainEntry(snapshot: Snapshot, root: string): string {
  const usual = `${root}/${ENTRY_NAME}`;
  if (snapshot.exists(usual) !== false) return usual;
  const home = snapshot.projectHome(root);
  return home?.state === 'known' && home.pipelineFile !== undefined ? named(home, home.pipelineFile, root) : usual;
}

/** `FILE`, `FILE@PROJECT`, `FILE@PROJECT:REF` or an address (lib/gitlab/ci/project_config/external_project.rb). */
function named(home: Extract<ProjectHome, { state: 'known' }>, written: string, root: string): string {
  if (/^https?:\/\//iu.test(written)) return includePath({ kind: 'remote', url: written });
  const [file = '', place] = written.split(/@(.*)/su);
  const path = file.replace(/^\/+/u, '');
  if (place === undefined) return `${root}/${path}`;
  const [project = '', ref = 'HEAD'] = place.split(/:(.*)/su);
  const isOwn = ref === 'HEAD' && project.toLowerCase() === home.project.toLowerCase();
  return isOwn ? `${root}/${path}` : includePath({ kind: 'project', instance: home.instance, project, ref, path });
}
