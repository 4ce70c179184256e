/** What the name of a container image says: where it is kept, and which version of it is meant. */
export interface ImageName {
  /** The name without tag and digest, as it is written. */
  readonly bare: string;
  /** The tag that is written; `latest` where none is. */
  readonly tag: string;
  /** `sha256:…` behind an `@`. */
  readonly digest: string | undefined;
  /** `host` or `host:port`, as Docker finds it: `docker.io` where none is written. */
  readonly registry: string;
  /** The path in the registry, as `library/alpine`. */
  readonly repository: string;
}

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const HOST = /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::\d{1,5})?$/;
const PARTS = /^([^@]+?)(?::([\w][\w.-]{0,127}))?(?:@([a-z0-9]+:[0-9a-f]{32,}))?$/;

/**
 * Reads the name of an image as Docker does (https://pkg.go.dev/github.com/distribution/reference): a first part with a
 * dot or a colon, or `localhost`, is a host; without one the image is Docker Hub's, whose own have no folder. Undefined
 * for what is no name, as one with a variable.
 */
export function parseImageName(text: string): ImageName | undefined {
  const [, bare = '', tag = 'latest', digest] = PARTS.exec(text) ?? [];
  const { registry, path } = placeOf(bare);
  if (!REPOSITORY.test(path) || !HOST.test(registry)) return undefined;
  const repository = registry === HUB && !path.includes('/') ? `library/${path}` : path;
  return { bare, tag, digest, registry, repository };
}

const HUB = 'docker.io';

function placeOf(bare: string): { readonly registry: string; readonly path: string } {
  const slash = bare.indexOf('/');
  const first = slash === -1 ? '' : bare.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  if (!isHost) return { registry: HUB, path: bare };
  return { registry: first === `index.${HUB}` ? HUB : first, path: bare.slice(slash + 1) };
}
