import { expect, test } from 'vitest';
import { gitlabCi } from '../../server/src/languages/gitlab-ci/index.ts';
import { ROOT } from '../harness/fixture-file.ts';
import { createWorkspace, settle } from '../harness/workspace.ts';

const JOBS = Array.from({ length: 10_000 }, (_, index) => index);

function findings(text: string): readonly { readonly code: string; readonly message: string }[] {
  const path = `${ROOT}/.gitlab-ci.yml`;
  const workspace = createWorkspace({ files: new Map([[path, text]]), listed: [], pending: [] });
  return settle(workspace, [], (snapshot) => {
    const state = snapshot.file(path);
    return state.state === 'loaded' ? gitlabCi.diagnose(state.file, snapshot) : [];
  });
}

test('ten thousand unknown names each have a finding', () => {
  const found = findings(JOBS.map((index) => `job${index}:\n  script: make\n  needs: [jab${index}]\n`).join(''));
  expect(found).toHaveLength(JOBS.length);
});

test('ten thousand jobs that extend each other in a row are too many levels, not a crash', () => {
  const found = findings(JOBS.map((index) => `job${index}:\n  script: make\n  extends: job${index + 1}\n`).join(''));
  expect(found.some(({ code }) => code === 'gitlab-ci/extends-cycle')).toBe(true);
});

test('ten thousand jobs that wait for each other in a circle have a few findings', () => {
  const text = JOBS.map((index) => `job${index}:\n  script: make\n  needs: [job${(index + 1) % JOBS.length}]\n`).join(
    '',
  );
  const cycles = findings(text).filter(({ code }) => code === 'gitlab-ci/needs-cycle');
  expect(cycles.length).toBeGreaterThan(0);
  expect(cycles.length).toBeLessThan(100);
});
