import { expect, test } from 'vitest';
import { gitlabCi } from '../../server/src/languages/gitlab-ci/index.ts';
import { ROOT } from '../harness/fixture-file.ts';
import { createWorkspace, settle } from '../harness/workspace.ts';

/** Nearly as many as GitLab takes by default. */
const JOBS = Array.from({ length: 3000 }, (_, index) => index);

function findings(text: string): readonly { readonly code: string; readonly message: string }[] {
  const path = `${ROOT}/.gitlab-ci.yml`;
  const workspace = createWorkspace({ files: new Map([[path, text]]), listed: [], pending: [] });
  return settle(workspace, [], (snapshot) => {
    const state = snapshot.file(path);
    return state.state === 'loaded' ? gitlabCi.diagnose(state.file, snapshot) : [];
  });
}

test('of thousands of unknown names the first have a finding, and the rest have one together', () => {
  const found = findings(JOBS.map((index) => `job${index}:\n  script: make\n  needs: [jab${index}]\n`).join(''));
  const unknown = found.filter(({ code }) => code === 'gitlab-ci/needs-unknown-job');
  expect(unknown).toHaveLength(201);
  expect(unknown.at(-1)?.message).toBe('There are more than 200 findings of this kind; the others are not told');
});

test('thousands of jobs that extend each other in a row are too many levels, not a crash', () => {
  const found = findings(JOBS.map((index) => `job${index}:\n  script: make\n  extends: job${index + 1}\n`).join(''));
  expect(found.some(({ code }) => code === 'gitlab-ci/extends-cycle')).toBe(true);
});

test('thousands of jobs that wait for each other in a circle have a few findings', () => {
  const text = JOBS.map((index) => `job${index}:\n  script: make\n  needs: [job${(index + 1) % JOBS.length}]\n`).join(
    '',
  );
  const cycles = findings(text).filter(({ code }) => code === 'gitlab-ci/needs-cycle');
  expect(cycles.length).toBeGreaterThan(0);
  expect(cycles.length).toBeLessThan(100);
});

test('lists and merges of aliases that multiply are cut, in time', () => {
  const levels = JOBS.slice(0, 25);
  const lists = levels.map((index) => `.l${index}: &l${index} [${index === 0 ? 'x' : `*l${index - 1}, `.repeat(9)}]\n`);
  const merges = levels.map(
    (index) => `.m${index}: &m${index} {${index === 0 ? 'a: 1' : `<<: [${`*m${index - 1}, `.repeat(4)}]`}}\n`,
  );
  const uses = 'job:\n  <<: *m24\n  needs: *l24\n  extends: *l24\n  script: make\n  variables: {<<: *m24}\n';
  expect(findings(`.self: &self {<<: [*self, *self, *self]}\n${[...lists, ...merges].join('')}${uses}`)).not.toEqual(
    [],
  );
});
