import type { OffsetRange } from '../../../base/range.ts';

/** A secret in a text. What it says itself is left out, so that nothing can print it. */
interface FoundSecret extends OffsetRange {
  /** "A GitLab personal access token"; begins a sentence. */
  readonly what: string;
}

interface Pattern {
  readonly what: string;
  readonly source: string;
}

/** The forms that their makers document. Each ends where a token ends, so that longer words are not cut. */
const PATTERNS: readonly Pattern[] = [
  // https://docs.gitlab.com/security/tokens/#token-prefixes
  {
    what: 'A GitLab personal, project or group access token',
    source: 'glpat-[\\w-]{20,}(?:\\.[0-9a-z]{2}\\.[0-9a-z]{7,9})?',
  },
  { what: 'A GitLab deploy token', source: 'gldt-[\\w-]{20,}' },
  { what: 'A GitLab runner authentication token', source: 'glrtr?-[\\w-]{20,}' },
  { what: 'A GitLab runner registration token', source: 'GR1348941[\\w-]{20}' },
  { what: 'A GitLab pipeline trigger token', source: 'glptt-[0-9a-f]{40}' },
  { what: 'A GitLab OAuth application secret', source: 'gloas-[\\w-]{64}' },
  { what: 'A GitLab agent token', source: 'glagent-[\\w-]{50}' },
  { what: 'A GitLab feed token', source: 'glft-[\\w-]{20,}' },
  { what: 'A GitLab SCIM token', source: 'glsoat-[\\w-]{20}' },
  { what: 'A GitLab feature flags token', source: 'glffct-[\\w-]{20}' },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
  { what: 'An AWS access key', source: '(?:AKIA|ASIA)[A-Z2-7]{16}' },
  // https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
  { what: 'A GitHub token', source: 'gh[pousr]_[A-Za-z0-9]{36}' },
  { what: 'A GitHub fine-grained token', source: 'github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}' },
  { what: 'A Slack token', source: 'xox[abposr]-(?:\\d+-)+[A-Za-z0-9-]{20,}' },
  {
    what: 'A Slack webhook',
    source: 'https://hooks\\.slack\\.com/services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{20,}',
  },
  { what: 'A Google API key', source: 'AIza[\\w-]{35}' },
  { what: 'An npm access token', source: 'npm_[A-Za-z0-9]{36}' },
  { what: 'A PyPI token', source: 'pypi-AgEIcHlwaS5vcmc[\\w-]{50,}' },
  { what: 'A Docker Hub token', source: 'dckr_pat_[\\w-]{27}' },
  { what: 'A Stripe secret key', source: '[sr]k_live_[A-Za-z0-9]{24,}' },
  { what: 'A SendGrid API key', source: 'SG\\.[\\w-]{22}\\.[\\w-]{43}' },
  { what: 'A HashiCorp Vault token', source: 'hvs\\.[\\w-]{24,}' },
  { what: 'A JSON web token', source: 'eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{20,}' },
  // The first line of the key belongs to it: the marker alone is what scripts look for.
  {
    what: 'A private key',
    source: '-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----(?:\\s|\\\\n)+[A-Za-z0-9+/=]{40,}',
  },
];

const ANY = new RegExp(PATTERNS.map(({ source }) => `(?<![\\w-])(${source})(?![\\w])`).join('|'), 'g');

/** A text without any of these needs no closer look. */
const HINT =
  /gl[a-z]{2,6}-|GR1348941|A[KS]IA|gh[pousr]_|github_pat_|xox[abposr]-|hooks\.slack|AIza|npm_|pypi-|dckr_pat_|k_live_|SG\.|hvs\.|eyJ|PRIVATE KEY/;

/** The secrets in a text, comments included. Placeholders in the form of a token are none. */
export function findSecrets(text: string): FoundSecret[] {
  if (!HINT.test(text)) return [];
  return Array.from(text.matchAll(ANY)).flatMap((found) => {
    // A group that did not match is undefined, whatever its type says.
    const index = found.slice(1).findIndex(Boolean);
    const what = PATTERNS[index]?.what;
    const [token] = found;
    if (what === undefined || isPlaceholder(token)) return [];
    return [{ start: found.index, end: found.index + token.length, what }];
  });
}

/** Written by hand to show a form: says so, counts up, or repeats itself. */
export function isPlaceholder(token: string): boolean {
  if (/example|x{4}|your|placeholder|change_?me|dummy|redacted|0123456|123456789|abcdef|\.\.\.|\*{3}/i.test(token))
    return true;
  return entropy(token.slice(-20)) < 2.8;
}

/** Shannon's entropy in bits for each character: 4.3 is what twenty different characters have. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
