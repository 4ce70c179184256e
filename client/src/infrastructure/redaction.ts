/**
 * Keeps secrets out of text that leaves the process: every log and trace of the client is written through `redact`.
 * Knows three marks of a secret: a value that was remembered, GitLab's own token prefixes, and the value of a JSON key `token`.
 */
export interface Redaction {
  /** From now on the value is removed from every text, also in its JSON and URL spellings. */
  readonly remember: (secret: string) => void;
  readonly redact: (text: string) => string;
}

const mark = '[redacted]';

// https://docs.gitlab.com/security/tokens/#token-prefixes: `glpat-`, `gloas-`, `gldt-`, `glrt-`, … and of old runners `GR1348941`.
const tokenShapes = /\bgl[a-z]{1,8}-[A-Za-z0-9_.-]{8,}|\bGR1348941[A-Za-z0-9_-]{8,}/gu;
const tokenKeys = /("(?:token|private_token|access_token|password)"\s*:\s*)"(?:[^"\\]|\\.)*"/giu;
const credentialsInUrls = /(:\/\/[^/\s:@]*:)[^/\s@]+@/gu;

/** A redaction that remembers no secrets yet. */
export function createRedaction(): Redaction {
  const spellings = new Set<string>();
  return {
    remember: (secret) => {
      // A shorter one would take ordinary words out of the log; no instance issues such a token.
      if (secret.length < 4) return;
      for (const spelling of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
        spellings.add(spelling);
    },
    redact: (text) => {
      let safe = text;
      for (const spelling of spellings) safe = safe.replaceAll(spelling, mark);
      return safe.replace(tokenKeys, `$1"${mark}"`).replace(credentialsInUrls, `$1${mark}@`).replace(tokenShapes, mark);
    },
  };
}
