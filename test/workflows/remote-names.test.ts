import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverCancelled } from '../../server/src/base/cancellation.ts';
import { remoteNames } from '../../server/src/workflows/remote-names.ts';
import type { NameQuestion, RemoteName } from '../../server/src/workspace/remote-names.ts';
import { accountsOf, startBench, type Bench } from './bench.ts';

const VALUE = 'a value that nobody may see';
const FOLDER = '/project';

let bench: Bench;
let maintainerToken: string;

beforeAll(async () => {
  bench = await startBench();
  const { gitlab, project, developer } = bench;
  const variable = { value: VALUE, environmentScope: '*', protected: false, masked: false, hidden: false };
  project.variables.push(
    { ...variable, key: 'DEPLOY_KEY', masked: true, hidden: true, protected: true },
    { ...variable, key: 'REGION', environmentScope: 'production' },
    { ...variable, key: 'REGION', environmentScope: 'staging' },
  );
  const group = project.path.slice(0, project.path.lastIndexOf('/'));
  gitlab.setGroupVariables(group, [
    { ...variable, key: 'LICENSE', masked: true },
    { ...variable, key: 'REGION' },
  ]);
  const maintainer = gitlab.createUser({ username: 'maintainer', name: 'Mai Ntainer' });
  project.members.set(maintainer.id, 40);
  maintainerToken = gitlab.createToken(maintainer, { scopes: ['read_api'] });
  gitlab.createEnvironment(project, { name: 'review/a' });
  gitlab.shareProject(project, 'partners/reviewers');
  gitlab.addTemplate('Jobs/SAST', 'sast: {script: scan}');
  const files = { 'ci/a.yml': 'a: {script: make}', 'ci/deep/b.yml': 'b: {script: make}', 'ci/notes.md': '' };
  await gitlab.commit(project, { branch: 'ci', message: 'Files', author: developer, files });
  await gitlab.tag(project, 'v1');
});

afterAll(() => bench.end());

async function ask(question: NameQuestion, token = maintainerToken): Promise<readonly RemoteName[]> {
  const { gitlab, target } = bench;
  const accounts = accountsOf(gitlab.url, token);
  const answer = await remoteNames({ accounts }, { project: target, question }, neverCancelled);
  expect(answer.ok ? undefined : answer.problem).toBeUndefined();
  return answer.ok ? answer.value : [];
}

describe('names for completion, from a GitLab', () => {
  it('tells variables of the project and its groups with their flags, never with their values', async () => {
    const names = await ask({ kind: 'variables', folder: FOLDER });
    const group = bench.project.path.slice(0, bench.project.path.lastIndexOf('/'));
    expect(names).toEqual([
      { name: 'DEPLOY_KEY', detail: 'variable of the project, masked and hidden, protected' },
      {
        name: 'REGION',
        detail: `variable of the project, environment production; variable of the project, environment staging; variable of the group '${group}'`,
      },
      { name: 'LICENSE', detail: `variable of the group '${group}', masked` },
    ]);
    expect(JSON.stringify(names)).not.toContain(VALUE);
  });

  it('leaves out what a developer may not see, without a complaint', async () => {
    const { gitlab, developer } = bench;
    expect(await ask({ kind: 'variables', folder: FOLDER }, gitlab.createToken(developer))).toEqual([]);
  });

  it('tells environments that are not stopped, with their tiers', async () => {
    expect(await ask({ kind: 'environments', folder: FOLDER })).toContainEqual({
      name: 'review/a',
      detail: expect.stringContaining('environment, ') as string,
    });
  });

  it('tells templates, projects, branches and tags', async () => {
    const { project } = bench;
    expect(await ask({ kind: 'templates', folder: FOLDER })).toEqual([{ name: 'Jobs/SAST.gitlab-ci.yml' }]);
    const search = project.path.slice(0, 5);
    expect(await ask({ kind: 'projects', folder: FOLDER, search })).toContainEqual({ name: project.path });
    const refs = await ask({ kind: 'refs', folder: FOLDER, project: project.path });
    expect(refs).toEqual(
      expect.arrayContaining([
        { name: 'v1', detail: 'tag' },
        { name: 'main', detail: 'branch' },
        { name: 'ci', detail: 'branch' },
      ]),
    );
  });

  it('tells the YAML files and folders of a folder of another project', async () => {
    const question = { kind: 'files', folder: FOLDER, project: bench.project.path, ref: 'ci' } as const;
    expect(await ask({ ...question, below: 'ci/' })).toEqual([{ name: 'ci/a.yml' }, { name: 'ci/deep/' }]);
    expect(await ask({ ...question, below: '/' })).toContainEqual({ name: '/ci/' });
  });

  it('tells the groups that hold a text', async () => {
    const group = bench.project.path.slice(0, bench.project.path.lastIndexOf('/'));
    expect(await ask({ kind: 'groups', folder: FOLDER, search: group })).toContainEqual({ name: group });
    expect(await ask({ kind: 'groups', folder: FOLDER, search: 'no such group' })).toEqual([]);
  });

  it('tells who may own files', async () => {
    const names = await ask({ kind: 'owners', folder: FOLDER });
    expect(names).toContainEqual({ name: '@maintainer', detail: 'Mai Ntainer, Maintainer' });
    expect(names).toContainEqual({ name: '@partners/reviewers', detail: 'group' });
  });
});
