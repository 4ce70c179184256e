import { compileJsonSchema } from '../../server/src/io/json-schema.ts';
import { defaultSettings, type Settings } from '../../server/src/workspace/settings.ts';
import { noFacts, type Facts } from '../../server/src/workspace/facts.ts';
import { isIncludePath } from '../../server/src/workspace/include-address.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { stateOf } from './elsewhere-block.ts';
import { ROOT } from './fixture-file.ts';

interface WorkspaceParts {
  /** By absolute path. */
  readonly files: ReadonlyMap<string, string>;
  /** More paths that are there; what is in them is never asked for in a correct page. */
  readonly listed: readonly string[];
  /** Paths that are there and were not read yet. */
  readonly pending: readonly string[];
  readonly settings?: Partial<Settings>;
  readonly facts?: Partial<Facts>;
}

/** A workspace in memory in which everything is known, save the paths that are said to be pending. */
export function createWorkspace({ files, listed, pending, settings, facts }: WorkspaceParts): Workspace {
  const workspace = new Workspace();
  workspace.setSchemaCompiler(compileJsonSchema);
  workspace.setRoots([ROOT]);
  workspace.setSettings({ ...defaultSettings, ...settings });
  workspace.setFacts({ ...noFacts, ...facts });
  const own = [...files.keys()].filter((path) => !isIncludePath(path));
  workspace.setListing(ROOT, [...own, ...listed, ...pending]);
  for (const [path, text] of files) {
    if (!pending.includes(path)) workspace.setDisk(path, stateOf(path, text));
  }
  return workspace;
}

/**
 * Asks until nothing more is wanted, as the server does: what a feature asked for and is not in the page is missing.
 * Answers what the last, complete snapshot gives.
 */
export function settle<Answer>(
  workspace: Workspace,
  pending: readonly string[],
  ask: (snapshot: Snapshot) => Answer,
): Answer {
  for (;;) {
    const answer = ask(workspace.snapshot());
    const wanted = workspace.takeWanted().filter((path) => !pending.includes(path) && !isIncludePath(path));
    if (wanted.length === 0) return answer;
    for (const path of wanted) workspace.setDisk(path, { state: 'missing' });
  }
}
