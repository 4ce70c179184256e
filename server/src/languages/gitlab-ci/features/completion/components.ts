import { newestRelease } from '../../../../base/component-version.ts';
import { rootOf } from '../../../../workspace/snapshot.ts';
import { searchFor } from './include-values.ts';
import { textProposal, type Proposal, type Request } from './proposal.ts';

/** The host of the pipeline's own GitLab, which every component may be written with. */
const OWN_HOST = '$CI_SERVER_FQDN';

const OWN_PLACE = `${OWN_HOST}/$CI_PROJECT_PATH`;
const OWN_PROJECT = /^\$(?:CI_PROJECT_PATH|\{CI_PROJECT_PATH\})\//;

/** A file in `templates`, or a folder there with a `template.yml`. */
const OWN_NAME = /^([^/]+?)(?:\/template)?\.yml$/;

/** Step by step: the host, the project, the component's name, its version (https://docs.gitlab.com/ci/components/#use-a-component). */
export function components(request: Request): Proposal[] {
  const { typed } = request.position;
  const [, host, rest = ''] = /^([^/@]+)\/(.*)$/s.exec(typed) ?? [];
  if (host === undefined) return [step(`${OWN_HOST}/`, 'this GitLab'), ...ownComponents(request, OWN_PLACE)];
  const slash = rest.lastIndexOf('/');
  const project = slash === -1 ? '' : rest.slice(0, slash);
  if (OWN_PROJECT.test(rest)) return ownComponents(request, `${host}/${rest.slice(0, rest.indexOf('/'))}`);
  const at = rest.indexOf('@');
  if (at !== -1) return versions(request, { written: `${host}/${rest.slice(0, at)}`, project });
  const own = slash === -1 ? ownComponents(request, `${host}/$CI_PROJECT_PATH`) : [];
  return [...own, ...names(request, host, project), ...projects(request, host, rest)];
}

/** The components that the project itself has, at the commit of the pipeline: so a component project tests them. */
function ownComponents({ snapshot, pipeline }: Request, place: string): Proposal[] {
  const folder = `${pipeline.graph.projectRoot}/templates/`;
  const files = snapshot.filesBelow(rootOf(snapshot, folder)) ?? [];
  const names = files
    .filter((path) => path.startsWith(folder))
    .flatMap((path) => OWN_NAME.exec(path.slice(folder.length))?.[1] ?? []);
  return names.map((name) =>
    textProposal(`${place}/${name}@$CI_COMMIT_SHA`, 'value', { detail: 'component of this project' }),
  );
}

function step(path: string, detail: string): Proposal {
  return textProposal(path, 'folder', { detail, continues: true });
}

function projects({ snapshot, pipeline }: Request, host: string, search: string): Proposal[] {
  const found =
    snapshot.names({ kind: 'projects', folder: pipeline.graph.projectRoot, search: searchFor(search) }) ?? [];
  return found.map(({ name }) => step(`${host}/${name}/`, 'project'));
}

/** A component is a file in `templates`, or a folder there with a `template.yml`. */
function names({ snapshot, pipeline }: Request, host: string, project: string): Proposal[] {
  if (!project.includes('/')) return [];
  const question = { kind: 'files', folder: pipeline.graph.projectRoot, project, below: 'templates/' } as const;
  const found = snapshot.names(question) ?? [];
  return found.map(({ name }) => {
    const component = name.replace(/^templates\//, '').replace(/\.yml$|\/$/, '');
    const text = `${host}/${project}/${component}`;
    return { ...textProposal(text, 'value', { detail: 'component', continues: true }), newText: `${text}@` };
  });
}

interface Versioned {
  /** The component without its version. */
  readonly written: string;
  readonly project: string;
}

/** Releases, the newest first, and what follows them. */
function versions({ snapshot, pipeline }: Request, { written, project }: Versioned): Proposal[] {
  const found = snapshot.names({ kind: 'refs', folder: pipeline.graph.projectRoot, project }) ?? [];
  const tags = found.filter(({ detail }) => detail === 'tag').map(({ name }) => name);
  const releases: string[] = [];
  for (let next = newestRelease('~latest', tags); next !== undefined;) {
    const newest = next;
    releases.push(newest);
    next = newestRelease(
      '~latest',
      tags.filter((tag) => !releases.includes(tag)),
    );
  }
  const majors = [...new Set(releases.map((tag) => /^v?\d+/.exec(tag)?.[0] ?? ''))].filter((major) => major !== '');
  const detail = (version: string): string => {
    if (releases.includes(version)) return 'release';
    const now = newestRelease(version, releases);
    return now === undefined ? 'the newest release' : `the newest release, now ${now}`;
  };
  return [...releases.slice(0, 20), ...majors, '~latest'].map((version, index) =>
    textProposal(`${written}@${version}`, 'value', {
      detail: detail(version),
      sortText: String(index).padStart(3, '0'),
    }),
  );
}
