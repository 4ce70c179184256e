import type { Connection } from 'vscode-languageserver/node';
import { ownersOfPath, type PathOwners } from '../../features/code-owners.ts';
import type { Disk } from '../disk.ts';
import * as protocol from '../protocol.ts';
import type { Session } from '../session.ts';
import { pathOf } from '../uri.ts';

/** Reads only what is on disk, so it is answered in any workspace. */
export function registerCodeOwnersRequest(connection: Connection, session: Session, disk: Disk): void {
  const { boundary, workspace, documents } = session;
  connection.onRequest(
    protocol.codeOwnersRequest,
    boundary.request(
      protocol.codeOwnersRequest,
      async ({ uri }: protocol.CodeOwnersParams): Promise<protocol.Outcome<protocol.CodeOwnersResult>> => {
        const path = pathOf(uri);
        let answer = ownersOfPath(workspace.snapshot(), path);
        while (answer.state === 'unknown' && (await disk.loadWanted())) {
          answer = ownersOfPath(workspace.snapshot(), path);
        }
        return { ok: true, value: toResult(answer, path, (file) => documents.uriOf(file)) };
      },
    ),
  );
}

function toResult(answer: PathOwners, path: string, uriOf: (path: string) => string): protocol.CodeOwnersResult {
  if (answer.state === 'unknown') return { state: 'unknown', sections: [] };
  const inRepository = path.slice(answer.repository.length + 1);
  if (answer.state === 'no-file') return { state: 'no-file', path: inRepository, sections: [] };
  const sections = answer.sections.map(({ section, isOptional, approvals, owners, pattern, location, lineNumber }) => ({
    name: section,
    isOptional,
    approvals,
    owners,
    pattern,
    uri: uriOf(location.path),
    line: lineNumber,
  }));
  return { state: 'known', path: inRepository, sections };
}
