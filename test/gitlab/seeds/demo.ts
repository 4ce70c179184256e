import { fileURLToPath } from 'node:url';
import type { TestGitLab } from '../index.ts';
import { accessLevel, type ProjectRecord, type UserRecord } from '../state.ts';
import { commitsBehindProduction, historyOf, type Author } from './demo-history.ts';
import { readFolder } from './folder.ts';

/** Where a newcomer starts: the demo's project and who they are in it. */
export interface Demo {
  readonly project: ProjectRecord;
  /** The person that the demo signs in as. */
  readonly user: UserRecord;
  readonly token: string;
  readonly cloneUrl: string;
}

const folder = fileURLToPath(new URL('../../demo/repository', import.meta.url));

interface Seeding {
  readonly gitlab: TestGitLab;
  readonly project: ProjectRecord;
  readonly people: Readonly<Record<Author, UserRecord>>;
  readonly files: Record<string, string>;
}

function hoursAgo(gitlab: TestGitLab, hours: number): Date {
  return new Date(gitlab.state.now().getTime() - hours * 3_600_000);
}

/** Fills a GitLab with a team's GitOps project: history, two environments, members and an open merge request. */
export async function seedDemo(gitlab: TestGitLab): Promise<Demo> {
  const people = {
    maria: gitlab.createUser({ username: 'maria', name: 'Maria Maas' }),
    ben: gitlab.createUser({ username: 'ben', name: 'Ben Okafor' }),
  };
  const user = gitlab.createUser({ username: 'sam', name: 'Sam Silva' });
  const reader = gitlab.createUser({ username: 'lena', name: 'Lena Lund' });
  const project = await gitlab.createProject({
    path: 'shop/gitops',
    name: 'GitOps',
    description: 'What runs in the clusters of the shop',
    owner: people.maria,
    members: [
      [people.ben, accessLevel.maintainer],
      [user, accessLevel.developer],
      [reader, accessLevel.reporter],
    ],
  });
  const seeding: Seeding = { gitlab, project, people, files: await readFolder(folder) };
  await writeHistory(seeding);
  await openOthersMergeRequest(seeding);
  await gitlab.settle();
  return {
    project,
    user,
    token: gitlab.createToken(user, { name: 'plumbline-demo' }),
    cloneUrl: `${gitlab.url}/${project.path}.git`,
  };
}

async function writeHistory({ gitlab, project, people, files }: Seeding): Promise<void> {
  gitlab.createEnvironment(project, { name: 'staging', externalUrl: 'https://staging.shop.example.com' });
  gitlab.createEnvironment(project, { name: 'production', externalUrl: 'https://shop.example.com' });
  const commits = historyOf(files);
  const newestInProduction = commits.length - commitsBehindProduction;
  for (const [index, commit] of commits.entries()) {
    const author = people[commit.author];
    const sha = await gitlab.commit(project, {
      branch: project.defaultBranch,
      message: commit.message,
      author,
      files: commit.files,
      at: hoursAgo(gitlab, commit.age),
      withoutPipeline: true,
    });
    const at = hoursAgo(gitlab, commit.age - 0.2);
    gitlab.createDeployment(project, { environment: 'staging', sha, user: author, at });
    if (index >= newestInProduction) continue;
    const later = hoursAgo(gitlab, commit.age - 2);
    gitlab.createDeployment(project, { environment: 'production', sha, user: people.maria, at: later });
  }
}

async function openOthersMergeRequest({ gitlab, project, people, files }: Seeding): Promise<void> {
  const config = files['base/config.yaml'] ?? '';
  const sourceBranch = 'ben/checkout-timeout';
  await gitlab.commit(project, {
    branch: sourceBranch,
    message: 'Give the checkout 45 seconds',
    author: people.ben,
    files: { 'base/config.yaml': config.replace('"30"', '"45"') },
    at: hoursAgo(gitlab, 1),
  });
  await gitlab.createMergeRequest(project, people.ben, {
    title: 'Give the checkout 45 seconds',
    sourceBranch,
    targetBranch: project.defaultBranch,
    description: [
      '## What changes\n\nThe checkout waits 45 seconds for the payment provider instead of 30.',
      '## Why\n\nSHOP-412: one payment in 200 takes longer than 30 seconds.',
      '## Before merging\n\n- [x] The rendered diff shows what I expect, in both environments',
      '- [x] It can be rolled back by reverting this merge request\n- [ ] Alerts and dashboards still fit',
    ].join('\n\n'),
    reviewerIds: [people.maria.id],
    labels: ['checkout'],
    removeSourceBranch: true,
  });
}
