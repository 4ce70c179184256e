/** How a registry wants to be asked again: with a token of another server. */
interface TokenChallenge {
  readonly realm: URL;
  readonly service: string | undefined;
  readonly scope: string | undefined;
}

/**
 * Reads the header `WWW-Authenticate` of a 401. Undefined where it offers no token, as `Basic` wants a login.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
export function readChallenge(header: string | undefined): TokenChallenge | undefined {
  const [, written] = /(?:^|,\s*)Bearer\s+(.*)$/isu.exec(header ?? '') ?? [];
  if (written === undefined) return undefined;
  const values = new Map<string, string>();
  for (const [, name = '', quoted, bare] of written.matchAll(/([a-z_]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/giu)) {
    // Of several challenges in one header the first one's values count.
    if (!values.has(name.toLowerCase())) values.set(name.toLowerCase(), quoted ?? bare ?? '');
  }
  const realm = values.get('realm') ?? '';
  if (!URL.canParse(realm) || !/^https?:$/u.test(new URL(realm).protocol)) return undefined;
  return { realm: new URL(realm), service: values.get('service'), scope: values.get('scope') };
}
