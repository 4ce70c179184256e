import type { OffsetRange } from '../../base/range.ts';

export const roles = ['developer', 'maintainer', 'owner'] as const;
type Role = (typeof roles)[number];

/** Somebody who is named: a user or group by its path, an e-mail address, or all members of a project with a role. */
export type Reference =
  | { readonly kind: 'email'; readonly address: string }
  | { readonly kind: 'name'; readonly path: string }
  | { readonly kind: 'role'; readonly role: Role };

/** A word where owners stand. A word that names nobody has no references. Offsets count from the line's start. */
export interface OwnerWord extends OffsetRange {
  readonly text: string;
  readonly references: readonly Reference[];
}

/** What Ruby's `\s` fits: JavaScript's fits more. */
export const WHITE_SPACE = ' \\t\\r\\n\\f\\v';

const WORD = new RegExp(`[^${WHITE_SPACE}]+`, 'g');

/** No line of somebody names more; what goes on is not looked at. */
const MOST_WORDS = 1000;

/** Reads the words of a text that begins at `offset` of its line. */
export function readOwners(text: string, offset: number): readonly OwnerWord[] {
  const words: OwnerWord[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const start = offset + index;
    words.push({ text: word, start, end: start + word.length, references: referencesIn(word) });
    if (words.length === MOST_WORDS) break;
  }
  return words;
}

/**
 * Finds who is meant in a word. GitLab searches it and does not care for what is left over, so `@a,` is `@a`:
 * https://docs.gitlab.com/user/project/codeowners/reference/.
 */
function referencesIn(word: string): readonly Reference[] {
  if (!word.includes('@')) return [];
  return [...emailsIn(word), ...namesIn(word), ...roleOf(word)];
}

const MAX_LOCAL_LENGTH = 100;
const MAX_DOMAIN_LENGTH = 255;

/** An address is what surrounds an `@`, without signs at its end. Written without a regular expression, to be linear. */
function emailsIn(word: string): Reference[] {
  const found: Reference[] = [];
  let end = 0;
  for (let at = word.indexOf('@'); at !== -1; at = word.indexOf('@', at + 1)) {
    const start = Math.max(end, word.lastIndexOf('@', at - 1) + 1, at - MAX_LOCAL_LENGTH);
    const next = word.indexOf('@', at + 1);
    const domain = word.slice(at + 1, Math.min(next === -1 ? word.length : next, at + 1 + MAX_DOMAIN_LENGTH));
    const length = lengthWithoutSigns(domain);
    if (start >= at || length === 0) continue;
    end = at + 1 + length;
    found.push({ kind: 'email', address: word.slice(start, end) });
  }
  return found;
}

function lengthWithoutSigns(text: string): number {
  let length = text.length;
  while (length > 0 && !/\w/.test(text.charAt(length - 1))) length--;
  return length;
}

/** One part of a path: https://docs.gitlab.com/user/reserved_names/#limitations-on-usernames-project-and-group-names. */
const PART = String.raw`(?:[A-Za-z0-9_.][A-Za-z0-9_.-]{0,254}[A-Za-z0-9_-]|[A-Za-z0-9_])(?<!\.git|\.atom)`;
const NAME = new RegExp(String.raw`(?<![\w@])@((?:${PART}/){0,20}${PART})`, 'g');

function namesIn(word: string): Reference[] {
  return Array.from(word.matchAll(NAME), ([, path = '']) => ({ kind: 'name', path }));
}

function roleOf(word: string): Reference[] {
  const written = /^@@(developer|maintainer|owner)s?$/i.exec(word)?.[1]?.toLowerCase();
  const role = roles.find((known) => known === written);
  return role === undefined ? [] : [{ kind: 'role', role }];
}

/** As it is written in a CODEOWNERS file. */
export function sourceOf(reference: Reference): string {
  if (reference.kind === 'email') return reference.address;
  return reference.kind === 'name' ? `@${reference.path}` : `@@${reference.role}`;
}

/** Everybody who is named, each once: addresses, then names, then roles, as GitLab lists them. */
export function referencesOf(words: readonly OwnerWord[]): readonly Reference[] {
  const all = words.flatMap(({ references }) => references);
  const sorted = (['email', 'name', 'role'] as const).flatMap((kind) => all.filter((each) => each.kind === kind));
  return [...new Map(sorted.map((each) => [sourceOf(each), each])).values()];
}
