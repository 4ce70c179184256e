/** What the user has set, already checked; each has its `plumbline.*` entry in package.json. */
export interface Settings {
  /** The Kubernetes version whose schemas judge manifests, as `1.36`. */
  readonly kubernetesVersion: string;
  /** Names or absolute paths of the user's own tools. */
  readonly executables: {
    readonly git: string;
    readonly kubectl: string;
    readonly kustomize: string;
    readonly shellcheck: string;
  };
  /** How GitLab is reached. Absent: the machine's own certificates and the usual proxy variables. */
  readonly gitlab: { readonly certificateFile?: string; readonly proxy?: string };
  /** Whether files that pipelines include from elsewhere are read, and from which hosts of a private network they may be. */
  readonly includes: { readonly read: boolean; readonly allowedHosts: readonly string[] };
  /** What the editor shows in pipelines and CODEOWNERS between the lines and behind them. */
  readonly hints: {
    readonly defaults: boolean;
    readonly matrix: boolean;
    readonly extends: boolean;
    readonly owners: boolean;
  };
  readonly lenses: { readonly usedBy: boolean; readonly runsOn: boolean };
  /** Diagnostic codes that are not reported. */
  readonly disabledRules: ReadonlySet<string>;
}

export const defaultSettings: Settings = {
  kubernetesVersion: '1.36',
  executables: { git: 'git', kubectl: 'kubectl', kustomize: 'kustomize', shellcheck: 'shellcheck' },
  gitlab: {},
  includes: { read: true, allowedHosts: [] },
  hints: { defaults: true, matrix: true, extends: true, owners: true },
  lenses: { usedBy: true, runsOn: true },
  disabledRules: new Set(),
};
