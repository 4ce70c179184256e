import * as protocol from '../protocol.ts';
import { pathOf } from '../uri.ts';
import { serve, type RequestSetup } from './context.ts';

/** Gives the folder of a request as a path. */
export function withFolder<Params extends protocol.FolderParams>(params: Params): Params {
  return { ...params, folder: pathOf(params.folder) };
}

/** Finding and choosing the project of a folder. */
export function registerProjectRequests(setup: RequestSetup): void {
  const { connection } = setup;
  connection.onRequest(protocol.projectsRequest, serve(setup, 'projects', withFolder));
  connection.onRequest(protocol.chooseProjectRequest, serve(setup, 'chooseProject', withFolder));
}
