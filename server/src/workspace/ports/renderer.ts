import type { CancellationToken } from '../../base/cancellation.ts';
import type { Result } from '../../base/result.ts';

/** The files that are rendered. Nothing of the user's tree is ever written. */
export type RenderSource =
  | {
      /** The disk, with the editor's unsaved texts (absolute path → text) laid over it. */
      readonly from: 'working-tree';
      /** Absolute; what the rendered folder may refer to with `../` lies in it. */
      readonly root: string;
      readonly unsaved?: ReadonlyMap<string, string>;
    }
  | {
      /** A commit or tree of the repository whose working tree is `root`. */
      readonly from: 'revision';
      readonly root: string;
      readonly revision: string;
    }
  | {
      /** Texts by path, relative with forward slashes. */
      readonly from: 'files';
      readonly files: ReadonlyMap<string, string>;
    };

/** Nothing is ever loaded from the network: a kustomization that names something by URL is refused. */
export interface RenderRequest {
  /** `plain` puts all YAML and JSON files below the folder one after the other, each behind a `# Source: PATH` comment. */
  readonly kind: 'kustomize' | 'plain';
  readonly source: RenderSource;
  /** Relative to the source's root, with forward slashes; '' for the root itself. */
  readonly folder: string;
}

export interface Rendered {
  /** A stream of YAML documents. It may hold secrets: mask them where it is parsed. */
  readonly text: string;
  /** What rendered it; `files` without a version for plain files. */
  readonly tool: { readonly name: 'kustomize' | 'kubectl' | 'files'; readonly version: string };
}

/** Renders manifests with the user's own tools. */
export interface Renderer {
  /**
   * A folder that is not there or has no kustomization file is 'not-found', no tool 'missing-tool', a URL that may not be loaded
   * 'refused', and a kustomization that the tool cannot build 'tool-failed' with its words.
   */
  readonly render: (request: RenderRequest, token: CancellationToken) => Promise<Result<Rendered>>;
}
