export interface PartPaths {
  readonly git: { readonly git: string };
  readonly kubectl: { readonly kubectl: string; readonly helm: string };
  readonly shellcheck: { readonly shellcheck: string };
  readonly registry: { readonly registry: string };
  readonly cluster: { readonly kubeApiserver: string; readonly etcd: string };
  /** `node` is the Node that runs VS Code's server, `codeServer` the folder of its package, `entry` the script to start. */
  readonly vscode: { readonly node: string; readonly codeServer: string; readonly entry: string };
  readonly chromium: { readonly chromium: string };
}

export type Part<Name extends keyof PartPaths> =
  | { readonly ok: true; readonly how: string; readonly paths: PartPaths[Name] }
  | { readonly ok: false; readonly why: string; readonly howToGetIt: string };

/** `native: false` never compiles VS Code's native parts; without them its Output panel stays empty. */
export function ensurePart(name: 'vscode', options: { readonly native: boolean }): Promise<Part<'vscode'>>;
export function ensurePart<Name extends keyof PartPaths>(name: Name): Promise<Part<Name>>;
