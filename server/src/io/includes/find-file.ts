import { isRecord, ownText } from '../../base/record.ts';
import type { IncludeAddress } from '../../workspace/include-address.ts';
import { readJson } from '../text/read-json.ts';
import type { CachedFile } from './cache.ts';
import { isFloating, newestRelease } from '../../base/component-version.ts';
import { refused, unknown, type Found } from './found.ts';
import { failureOf, readProjectFile, signInFirst, type Instance, type Missing } from './project-file.ts';

type Address<Kind extends IncludeAddress['kind']> = Extract<IncludeAddress, { readonly kind: Kind }>;

/** Asks an instance for a file of a project. `copy` is what is there already. */
export async function findProjectFile(
  instance: Instance,
  { project, ref, path }: Address<'project'>,
  copy: CachedFile | undefined,
): Promise<Found> {
  const found = await readProjectFile(instance, { project, ref, path, etag: copy?.etag });
  if (found === 'file') return refused('no-file', `Project '${project}' has no file '${path}'${at(ref)}`);
  return typeof found === 'string' ? missing(instance, found, { project, ref }) : found;
}

/** What to say of a project, revision or file that is not there, or not for this user. */
export function missing(
  instance: Instance,
  what: Missing,
  { project, ref }: { readonly project: string; readonly ref: string },
): Found {
  if (what === 'ref') {
    return ref === 'HEAD'
      ? refused('no-ref', `Project '${project}' is empty`)
      : refused('no-ref', `Project '${project}' has no branch, tag or commit '${ref}'`);
  }
  if (!instance.isSignedIn) return signInFirst(instance, project);
  return refused(
    'no-project',
    `There is no project '${project}' on '${instance.url}', or you may not read it`,
    'ask for access, or correct the path',
  );
}

function at(ref: string): string {
  return ref === 'HEAD' ? ' on its default branch' : ` at '${ref}'`;
}

/**
 * Asks for a component: `templates/NAME.yml`, else `templates/NAME/template.yml`, at the revision that its version means
 * (https://docs.gitlab.com/ci/components/#directory-structure).
 */
export async function findComponent(
  instance: Instance,
  { project, version, name }: Address<'component'>,
  copy: CachedFile | undefined,
): Promise<Found> {
  const revision = isFloating(version) ? await revisionOf(instance, project, version) : version;
  if (typeof revision !== 'string') return revision;
  const same = copy?.revision === revision ? copy : undefined;
  const paths = [`templates/${name}.yml`, `templates/${name}/template.yml`];
  // The place where it was found before comes first: most often nothing has changed.
  const ordered = same?.path === paths[1] ? paths.toReversed() : paths;
  for (const path of ordered) {
    const etag = same?.path === path ? same.etag : undefined;
    const found = await readProjectFile(instance, { project, ref: revision, path, etag });
    if (typeof found !== 'string') return withRevision(found, revision);
    if (found !== 'file') return missingVersion(instance, found, { project, version, name });
  }
  return refused(
    'no-component',
    `Project '${project}' has no component '${name}' at '${revision}': neither '${paths.join("' nor '")}'`,
  );
}

function withRevision(found: Found, revision: string): Found {
  return found.state === 'file' ? { ...found, file: { ...found.file, revision } } : found;
}

function missingVersion(
  instance: Instance,
  what: Missing,
  { project, version, name }: Pick<Address<'component'>, 'project' | 'version' | 'name'>,
): Found {
  if (what === 'project') return missing(instance, what, { project, ref: version });
  const message = `Component '${name}' of '${project}' has no version '${version}': no tag, branch or commit`;
  return refused('no-version', message);
}

/** The tag that a floating version means. A branch or tag may have such a name as well; a release goes first. */
async function revisionOf(instance: Instance, project: string, version: string): Promise<string | Found> {
  const name = `releases of ${project}`;
  const answer = await instance.ask(`projects/${encodeURIComponent(project)}/releases?per_page=100`);
  const failed = failureOf(instance, answer, name);
  if (failed !== undefined) return failed;
  if (answer.state !== 'answer') return unknown(`The ${name} could not be read`);
  if (answer.status === 404) return missing(instance, 'project', { project, ref: 'HEAD' });
  const releases = readJson(answer.bytes);
  const tags = Array.isArray(releases) ? releases.filter(isRecord).map((each) => ownText(each, 'tag_name') ?? '') : [];
  const newest = newestRelease(version, tags);
  if (newest !== undefined) return newest;
  if (version !== '~latest') return version;
  return refused(
    'no-version',
    `Project '${project}' has no release with a semantic version, so '~latest' means nothing`,
    'name a tag, branch or commit',
  );
}

const SUFFIX = '.gitlab-ci.yml';

/** Templates are asked for without the ending of their names (https://docs.gitlab.com/api/templates/gitlab_ci_ymls/). */
export async function findTemplate(
  instance: Instance,
  { name }: Address<'template'>,
  copy: CachedFile | undefined,
): Promise<Found> {
  const key = name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name;
  const answer = await instance.ask(`templates/gitlab_ci_ymls/${encodeURIComponent(key)}`, copy?.etag);
  const failed = failureOf(instance, answer, name);
  if (failed !== undefined) return failed;
  if (answer.state !== 'answer') return unknown(`The template '${name}' could not be read`);
  if (answer.status === 304) return { state: 'unchanged' };
  if (answer.status === 404) return templateElsewhere(instance, name, copy);
  const content = ownText(readJson(answer.bytes), 'content');
  if (content === undefined) return unknown(`'${instance.url}' gave an answer that holds no template '${name}'`);
  const etag = answer.headers['etag'];
  return { state: 'file', file: { bytes: Buffer.from(content), ...(etag !== undefined && { etag }) } };
}

/** The API may not give templates that lie in folders. GitLab.com runs what its own project holds, which is public. */
async function templateElsewhere(instance: Instance, name: string, copy: CachedFile | undefined): Promise<Found> {
  if (instance.url === 'https://gitlab.com') {
    const path = `lib/gitlab/ci/templates/${name}`;
    const found = await readProjectFile(instance, {
      project: 'gitlab-org/gitlab',
      ref: 'HEAD',
      path,
      etag: copy?.etag,
    });
    if (found === 'file') return refused('no-template', `GitLab has no template '${name}'`);
    if (typeof found === 'string') return unknown(`The template '${name}' could not be read`);
    if (found.state !== 'file') return found;
    const { bytes, etag } = found.file;
    return { state: 'file', file: { bytes, ...(etag !== undefined && { etag }) } };
  }
  if (!name.includes('/')) return refused('no-template', `'${instance.url}' has no template '${name}'`);
  return unknown(`The template '${name}' is not read: '${instance.url}' does not give it`);
}
