import type { Connection } from 'vscode-languageserver/node';
import { describeInclude, isIncludePath } from '../../workspace/include-address.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Boundary } from '../handle.ts';
import type { IncludeLoader } from '../include-loader.ts';
import * as protocol from '../protocol.ts';
import { pathOf } from '../uri.ts';

interface Setup {
  readonly connection: Connection;
  readonly boundary: Boundary;
  readonly workspace: Workspace;
  readonly includes: IncludeLoader;
}

/** Shows included files from elsewhere, and reads them again. */
export function registerIncludeRequests({ connection, boundary, workspace, includes }: Setup): void {
  connection.onRequest(
    protocol.includeTextRequest,
    boundary.request(
      protocol.includeTextRequest,
      async ({ uri }: protocol.IncludeTextParams): Promise<protocol.Outcome<protocol.IncludeText>> => {
        const path = pathOf(uri);
        if (isIncludePath(path) && workspace.snapshot().file(path).state === 'pending') {
          includes.take([path]);
          await includes.settled();
        }
        return textOf(workspace, path);
      },
    ),
  );
  connection.onRequest(
    protocol.refreshIncludesRequest,
    boundary.request(protocol.refreshIncludesRequest, async (): Promise<protocol.Outcome<null>> => {
      await includes.refresh(true);
      await includes.settled();
      return { ok: true, value: null };
    }),
  );
}

function textOf(workspace: Workspace, path: string): protocol.Outcome<protocol.IncludeText> {
  const state = workspace.snapshot().file(path);
  if (state.state === 'loaded') return { ok: true, value: { text: state.file.text } };
  const message = state.state === 'unreadable' ? state.why : `'${describeInclude(path)}' could not be read`;
  return { ok: false, problem: { code: 'not-found', message } };
}
