import type { PositionRange } from '../base/range.ts';
import { placeMessages, type JoinedMessage } from '../features/verdict.ts';
import { isIncludePath } from '../workspace/include-address.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { Workspace } from '../workspace/workspace.ts';
import type { SideFiles } from './preview-plan/side-files.ts';

/** A message of GitLab with its place and our finding there. */
export interface LocatedMessage {
  /** In GitLab's words. */
  readonly gitlab: string;
  /** In ours; absent where we find nothing at the place. */
  readonly message?: string;
  readonly code?: string;
  /** Relative to the repository's root; absent where nothing is known of the place. */
  readonly file?: string;
  readonly range?: PositionRange;
}

const ROOT = '/repository';
const ENTRY = `${ROOT}/.gitlab-ci.yml`;

/** Places messages of GitLab in files that a simulation has read, in the same order. */
export function placeInFiles(files: SideFiles, entry: string, messages: readonly string[]): readonly LocatedMessage[] {
  if (messages.length === 0) return [];
  const workspace = new Workspace();
  workspace.setRoots([ROOT]);
  workspace.setListing(
    ROOT,
    files.paths.map((path) => `${ROOT}/${path}`),
  );
  for (const { path, text } of files.known()) workspace.open(isIncludePath(path) ? path : `${ROOT}/${path}`, text);
  const text = files.known().find(({ path }) => path === entry)?.text;
  // A file of any name was asked about: here it is the project's pipeline.
  if (text !== undefined) workspace.open(ENTRY, text);
  const snapshot = workspace.snapshot();
  const start = snapshot.file(ENTRY);
  const placed = start.state === 'loaded' ? placeMessages(snapshot, start.file, messages) : [];
  return messages.map((gitlab, index) => ({ gitlab, ...placeOf(snapshot, entry, placed[index]) }));
}

function placeOf(snapshot: Snapshot, entry: string, placed: JoinedMessage | undefined): Omit<LocatedMessage, 'gitlab'> {
  const state = placed && snapshot.file(placed.location.path);
  if (placed === undefined || state?.state !== 'loaded') return {};
  const { location, finding } = placed;
  const range = state.file.lines.rangeAt(location.range);
  const words = finding && { message: finding.message, code: finding.code };
  const file = location.path === ENTRY ? entry : location.path.slice(ROOT.length + 1);
  return { ...words, file, range };
}
