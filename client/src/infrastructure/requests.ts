import type * as protocol from '../../../server/src/lsp/protocol.ts';

/** What each request of protocol.ts takes and answers; every answer comes wrapped in an `Outcome`. */
export interface Requests {
  readonly [protocol.signInRequest]: { params: protocol.SignInParams; value: protocol.Account };
  readonly [protocol.signOutRequest]: { params: protocol.SignOutParams; value: unknown };
  readonly [protocol.projectsRequest]: { params: protocol.FolderParams; value: protocol.ProjectsResult };
  readonly [protocol.chooseProjectRequest]: { params: protocol.ChooseProjectParams; value: unknown };
  readonly [protocol.mergeRequestDraftRequest]: { params: protocol.FolderParams; value: protocol.MergeRequestDraft };
  readonly [protocol.proposeBranchRequest]: { params: protocol.ProposeBranchParams; value: string };
  readonly [protocol.openMergeRequestRequest]: {
    params: protocol.OpenMergeRequestParams;
    value: protocol.OpenMergeRequestResult;
  };
  readonly [protocol.mergeRequestsRequest]: { params: protocol.FolderParams; value: protocol.MergeRequestsResult };
  readonly [protocol.lintOnServerRequest]: { params: protocol.LintOnServerParams; value: protocol.LintOnServerResult };
  readonly [protocol.previewPlanRequest]: { params: protocol.PreviewPlanParams; value: protocol.PlanPreview };
  readonly [protocol.mergedPipelineRequest]: {
    params: protocol.MergedPipelineParams;
    value: protocol.MergedPipelineText;
  };
  readonly [protocol.mergedPipelineOfTargetRequest]: {
    params: protocol.MergedPipelineParams;
    value: protocol.MergedPipelineText;
  };
  readonly [protocol.environmentsRequest]: { params: protocol.FolderParams; value: protocol.EnvironmentsResult };
  readonly [protocol.includeTextRequest]: { params: protocol.IncludeTextParams; value: protocol.IncludeText };
  readonly [protocol.refreshIncludesRequest]: { params: protocol.RefreshIncludesParams; value: unknown };
  readonly [protocol.codeOwnersRequest]: { params: protocol.CodeOwnersParams; value: protocol.CodeOwnersResult };
  readonly [protocol.checkDriftRequest]: { params: protocol.CheckDriftParams; value: protocol.CheckDriftResult };
}
