import * as protocol from '../protocol.ts';
import { pathOf } from '../uri.ts';
import { serve, type RequestSetup } from './context.ts';

/** The verdict of the project's GitLab on a pipeline. */
export function registerLintRequests(setup: RequestSetup): void {
  setup.connection.onRequest(
    protocol.lintOnServerRequest,
    serve(setup, 'lintOnServer', (params) => ({ ...params, uri: pathOf(params.uri) })),
  );
}
