import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createGitLab } from '../../server/src/io/gitlab/gitlab.ts';
import { createIncludeReader } from '../../server/src/io/includes/include-reader.ts';
import type { SimulationInput } from '../../server/src/languages/gitlab-ci/index.ts';
import { isIncludePath } from '../../server/src/workspace/include-address.ts';
import type { ProjectHome } from '../../server/src/workspace/included-file.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import type { LintInput } from './options.ts';

export type Elsewhere = NonNullable<SimulationInput['elsewhere']>;

/**
 * Judges again and again until everything was read that is included from other projects, as templates, as components or
 * by address: through the server's own API with the asker's token, so that he includes what he may see.
 */
export async function withIncludes<Answer>(
  { instance, project, secret }: LintInput,
  judge: (elsewhere: Elsewhere) => Answer,
): Promise<Answer> {
  const home: ProjectHome = { state: 'known', instance, project };
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-lint-'));
  const gitlab = createGitLab({ instance, secret, connection: () => ({}), userAgent: 'test-gitlab' });
  const reader = createIncludeReader({
    cacheFolder: () => folder,
    settings: () => ({ ...defaultSettings, includes: { read: true, allowedHosts: [new URL(instance).hostname] } }),
    connect: () => Promise.resolve({ ok: true, value: gitlab }),
    instances: () => [instance],
    home: () => Promise.resolve(home),
    userAgent: 'test-gitlab',
    freshness: 'renewed',
  });
  const workspace = new Workspace();
  for (;;) {
    const snapshot = workspace.snapshot();
    const answer = judge({ home: () => home, file: (file) => snapshot.file(file) });
    const wanted = workspace.takeWanted().filter(isIncludePath);
    if (wanted.length === 0) {
      await rm(folder, { recursive: true, force: true });
      return answer;
    }
    for (const file of wanted) workspace.setDisk(file, await reader.read(file));
  }
}
