import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { completion } from '../../server/src/features/completion.ts';
import type { Cursor } from '../../server/src/languages/language.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

const PATH = '/project/.gitlab-ci.yml';
const PAGES = new URL('../fixtures/gitlab-ci/', import.meta.url);

/** The pipelines of the pages, whole or broken. */
const texts = readdirSync(PAGES).flatMap((page) => {
  const text = readFileSync(new URL(page, PAGES), 'utf8');
  const bodies = [...text.matchAll(/^```yaml \.gitlab-ci\.yml.*\n([\s\S]*?)^```$/gm)].map(([, body = '']) => body);
  return bodies.filter((body, index) => body.length < 1000 && index % 3 === 0);
});

function cursorIn(text: string): (offset: number) => string[] {
  const workspace = new Workspace();
  workspace.setRoots(['/project']);
  workspace.setSettings(defaultSettings);
  workspace.setListing('/project', [PATH, '/project/ci/a.yml', '/project/ci/b/c.yml']);
  workspace.open(PATH, text);
  const snapshot = workspace.snapshot();
  const state = snapshot.file(PATH);
  return (offset) => (state.state === 'loaded' ? misplaced(snapshot, { file: state.file, offset }) : ['not loaded']);
}

/** The items whose range is not one that editors take: on one line, around the cursor. */
function misplaced(snapshot: Snapshot, { file, offset }: Cursor): string[] {
  return completion(snapshot, { file, offset }).flatMap(({ label, range: { start, end } }) => {
    const isAround = start <= offset && offset <= end;
    return isAround && !file.text.slice(start, end).includes('\n') ? [] : [`${label} at ${offset}: ${start} to ${end}`];
  });
}

test('there are pipelines to complete', () => {
  expect(texts.length).toBeGreaterThan(50);
});

/** In parts, so that each is done soon on a busy machine, too. */
const parts = Array.from({ length: 20 }, (_, part) => ({
  part,
  some: texts.filter((_text, index) => index % 20 === part),
}));

test.each(parts)('whatever is proposed takes the place of text around the cursor, on its line ($part)', ({ some }) => {
  for (const text of some) {
    const at = cursorIn(text);
    for (let offset = 0; offset <= text.length; offset += 7) expect(at(offset)).toEqual([]);
  }
});

test.each(parts)('the same holds while a text is written from its beginning ($part)', ({ some }) => {
  for (const text of some.filter((_, index) => index % 5 === 0)) {
    for (let length = 0; length <= text.length; length += 9)
      expect(cursorIn(text.slice(0, length))(length)).toEqual([]);
  }
});
