import * as protocol from '../protocol.ts';
import { pathOf } from '../uri.ts';
import { serve, type RequestSetup } from './context.ts';
import { withFolder } from './project.ts';

/** Plans, merged pipelines, environments and drift. */
export function registerEnvironmentRequests(setup: RequestSetup): void {
  const { connection } = setup;
  connection.onRequest(
    protocol.previewPlanRequest,
    serve(setup, 'previewPlan', (params) => ({ ...params, uri: pathOf(params.uri) })),
  );
  // The working tree's pipeline is made of files alone, so trust is not needed.
  connection.onRequest(
    protocol.mergedPipelineRequest,
    serve({ ...setup, isTrusted: () => true }, 'mergedPipeline', (params) => ({ ...params, uri: pathOf(params.uri) })),
  );
  connection.onRequest(
    protocol.mergedPipelineOfTargetRequest,
    serve(setup, 'mergedPipelineOfTarget', (params) => ({ ...params, uri: pathOf(params.uri) })),
  );
  connection.onRequest(protocol.environmentsRequest, serve(setup, 'environments', withFolder));
  connection.onRequest(protocol.checkDriftRequest, serve(setup, 'checkDrift', withFolder));
}
