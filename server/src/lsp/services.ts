import type { CancellationToken, Progress } from '../base/cancellation.ts';
import type { ImageName } from '../base/image-name.ts';
import type { Facts } from '../workspace/facts.ts';
import type { IncludeReader } from '../workspace/ports/includes.ts';
import type { NameQuestion, RemoteName } from '../workspace/remote-names.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type * as protocol from './protocol.ts';

/** What long work is given beside its parameters. */
export interface RequestContext {
  readonly token: CancellationToken;
  readonly progress: Progress;
}

type Service<Params, Value> = (params: Params, context: RequestContext) => Promise<protocol.Outcome<Value>>;

/**
 * The work behind the custom methods. `folder` and `uri` in the parameters have become paths; URIs in the answers are
 * URIs.
 */
export interface Services {
  readonly signIn: Service<protocol.SignInParams, protocol.Account>;
  readonly signOut: Service<protocol.SignOutParams, null>;
  readonly accounts: (params: protocol.AccountsParams) => Promise<void>;
  readonly projects: Service<protocol.FolderParams, protocol.ProjectsResult>;
  readonly chooseProject: Service<protocol.ChooseProjectParams, null>;
  readonly mergeRequestDraft: Service<protocol.FolderParams, protocol.MergeRequestDraft>;
  readonly proposeBranch: Service<protocol.ProposeBranchParams, string>;
  readonly openMergeRequest: Service<protocol.OpenMergeRequestParams, protocol.OpenMergeRequestResult>;
  readonly mergeRequests: Service<protocol.FolderParams, protocol.MergeRequestsResult>;
  readonly lintOnServer: Service<protocol.LintOnServerParams, protocol.LintOnServerResult>;
  readonly previewPlan: Service<protocol.PreviewPlanParams, protocol.PlanPreview>;
  readonly mergedPipeline: Service<protocol.MergedPipelineParams, protocol.MergedPipelineText>;
  readonly mergedPipelineOfTarget: Service<protocol.MergedPipelineParams, protocol.MergedPipelineText>;
  readonly environments: Service<protocol.FolderParams, protocol.EnvironmentsResult>;
  readonly checkDrift: Service<protocol.CheckDriftParams, protocol.CheckDriftResult>;
  /** Not a custom method: what completion asks for in the background. */
  readonly names: Service<NameQuestion, readonly RemoteName[]>;
  /** Not a custom method: what an image's tag stands for now, for a code action that was chosen. */
  readonly imageDigest: Service<ImageName, string>;
  /** Not a custom method: what reads included files from elsewhere. */
  readonly includes: IncludeReader;
}

/** What services may ask of the session that they work for. */
export interface Host {
  readonly snapshot: () => Snapshot;
  /** The newest snapshot after these files, and those that features asked for before, were read. */
  readonly load: (paths: readonly string[]) => Promise<Snapshot>;
  /** The texts of the editor, by path. */
  readonly openTexts: () => ReadonlyMap<string, string>;
  readonly setFacts: (change: Partial<Facts>) => void;
  readonly uriOf: (path: string) => string;
  /** Asks the client for the token of an instance; undefined when it has none. */
  readonly requestToken: (instance: string) => Promise<string | undefined>;
  /** Other instances may be signed in to: what could not be read may be read now. */
  readonly accountsChanged: () => void;
  readonly stateChanged: (areas: protocol.StateChangedParams['areas']) => void;
  /** A folder of the editor for journals and caches. */
  readonly storagePath: string | undefined;
  readonly log: (text: string) => void;
}
