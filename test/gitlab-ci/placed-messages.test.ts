import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gitlabCi } from '../../server/src/languages/gitlab-ci/index.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

const read = (name: string): string => readFileSync(new URL(`placed-messages/${name}.txt`, import.meta.url), 'utf8');

/** A pipeline with a mistake for each message that GitLab may give; nobody judges it here. */
const files = { '.gitlab-ci.yml': read('pipeline'), 'ci/part.yml': read('part') };

/** Messages of GitLab, each with the place that is marked below; 'near' where the message does not say more. */
const MESSAGES = [...read('messages').matchAll(/^(\S.*)\n {2}(.*)$/gmu)].map(
  ([, message = '', at = '']) => [message, at] as const,
);

const SOMEWHERE: readonly string[] = [
  'Reference not found',
  'Insufficient permissions to create a new pipeline',
  '',
  '``: ',
  'jobs:: config',
  'include',
];

function place(messages: readonly string[]): readonly string[] {
  const workspace = new Workspace();
  workspace.setRoots(['/shop']);
  workspace.setHome('/shop', { state: 'none', why: 'it is a test' });
  workspace.setListing(
    '/shop',
    Object.keys(files).map((name) => `/shop/${name}`),
  );
  for (const [name, text] of Object.entries(files)) workspace.setDisk(`/shop/${name}`, { state: 'text', text });
  const snapshot = workspace.snapshot();
  const state = snapshot.file('/shop/.gitlab-ci.yml');
  if (state.state !== 'loaded') throw new Error('the pipeline is not there');
  const placed = gitlabCi.placeMessages?.(snapshot, state.file, messages) ?? [];
  return placed.map(({ location: { path, range }, isExact }) => {
    const found = snapshot.file(path);
    if (found.state !== 'loaded') return path;
    const { text, lines } = found.file;
    const line = lines.positionAt(range.start).line + 1;
    return `${isExact ? '' : 'near '}${path.slice('/shop/'.length)}:${line} ${text.slice(range.start, range.end)}`;
  });
}

describe('a message of GitLab', () => {
  it.each(MESSAGES)('%s is placed', (message, expected) => {
    expect(place([message])).toEqual([expected]);
  });

  it.each(SOMEWHERE)('that says nothing of the text (%s) stands at the beginning', (message) => {
    expect(place([message])).toEqual([expect.stringMatching(/\.gitlab-ci\.yml:1 /u)]);
  });

  it('among many keeps its turn', () => {
    expect(MESSAGES.length).toBeGreaterThan(140);
    expect(place(MESSAGES.map(([message]) => message))).toHaveLength(MESSAGES.length);
  });
});
