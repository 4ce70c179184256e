import type { RemoteName } from '../../workspace/remote-names.ts';
import { rootOf, type Snapshot } from '../../workspace/snapshot.ts';
import type { OwnersFile } from './owners-file.ts';

/** Users and groups that may own files of the project, written `@path`; undefined while that is not known. */
export function ownerNames(snapshot: Snapshot, { file: { path } }: OwnersFile): readonly RemoteName[] | undefined {
  return snapshot.names({ kind: 'owners', folder: rootOf(snapshot, path) });
}
