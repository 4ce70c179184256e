import { newestRelease } from '../../../../base/component-version.ts';
import { searchFor } from './include-values.ts';
import { textProposal, type Proposal, type Request } from './proposal.ts';

/** The host of the pipeline's own GitLab, which every component may be written with. */
const OWN_HOST = '$CI_SERVER_FQDN';

/** Step by step: the host, the project, the component's name, its version (https://docs.gitlab.com/ci/components/#use-a-component). */
export function components(request: Request): Proposal[] {
  const { typed } = request.position;
  const [, host, rest = ''] = /^([^/@]+)\/(.*)$/s.exec(typed) ?? [];
  if (host === undefined) return [step(`${OWN_HOST}/`, 'this GitLab')];
  const slash = rest.lastIndexOf('/');
  const project = slash === -1 ? '' : rest.slice(0, slash);
  const at = rest.indexOf('@');
  if (at !== -1) return versions(request, { written: `${host}/${rest.slice(0, at)}`, project });
  return [...names(request, host, project), ...projects(request, host, rest)];
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
