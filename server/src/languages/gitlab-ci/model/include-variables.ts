import type { ProjectHome } from '../../../workspace/ports/includes.ts';

/**
 * Fills in the variables that GitLab knows before a pipeline is made and that a project's address says
 * (https://docs.gitlab.com/ci/yaml/includes/#use-variables-with-include). Undefined when another variable is left.
 */
export function expandKnownVariables(text: string, home: ProjectHome | undefined): string | undefined {
  if (!text.includes('$')) return text;
  const known = home?.state === 'known' ? variablesOf(home) : {};
  if (unknownVariables(text, home).length > 0) return undefined;
  return text.replace(VARIABLE, (_, braced?: string, bare?: string) => known[braced ?? bare ?? ''] ?? '');
}

const VARIABLE = /\$(?:\{(\w+)\}|(\w+))/g;

/** The variables in a text whose values are not known, each once. */
export function unknownVariables(text: string, home: ProjectHome | undefined): string[] {
  const known = home?.state === 'known' ? variablesOf(home) : {};
  const names = [...text.matchAll(VARIABLE)].map(([, braced, bare]) => braced ?? bare ?? '');
  return [...new Set(names)].filter((name) => !Object.hasOwn(known, name));
}

type Known = Readonly<Record<string, string>>;

/** What `CI_SERVER_*` and `CI_PROJECT_*` are for a project of an instance. */
export function variablesOf({ instance, project }: Extract<ProjectHome, { state: 'known' }>): Known {
  const [, protocol = '', host = '', root = ''] = /^(https?):\/\/([^/]+)(.*)$/.exec(instance) ?? [];
  const [hostname = '', port = protocol === 'http' ? '80' : '443'] = host.split(':');
  const slash = project.lastIndexOf('/');
  return {
    CI_SERVER_URL: `${protocol}://${host}${root}`,
    CI_SERVER_FQDN: `${host}${root}`,
    CI_SERVER_HOST: hostname,
    CI_SERVER_PORT: port,
    CI_SERVER_PROTOCOL: protocol,
    CI_API_V4_URL: `${instance}/api/v4`,
    CI_PROJECT_PATH: project,
    CI_PROJECT_NAME: project.slice(slash + 1),
    CI_PROJECT_NAMESPACE: project.slice(0, Math.max(0, slash)),
    CI_PROJECT_ROOT_NAMESPACE: project.split('/')[0] ?? '',
    CI_PROJECT_URL: `${instance}/${project}`,
  };
}
