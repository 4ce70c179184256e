/** The demo's environments as `.plumbline.yml` of its repository names them. */
export interface DemoEnvironment {
  readonly name: string;
  readonly context: string;
  readonly namespace: string;
  /** Folder of the overlay in the repository. */
  readonly overlay: string;
}

export const demoEnvironments: readonly DemoEnvironment[] = [
  { name: 'staging', context: 'shop-staging', namespace: 'shop-staging', overlay: 'overlays/staging' },
  { name: 'production', context: 'shop-production', namespace: 'shop', overlay: 'overlays/production' },
];

interface ClusterAccess {
  readonly url: string;
  readonly token: string;
  /** PEM; absent for a server without TLS. */
  readonly certificateAuthority?: string;
}

/** A kubeconfig with the demo's contexts, all of one server. JSON is YAML, so no YAML has to be written. */
export function demoKubeconfig(access: ClusterAccess): string {
  const authority =
    access.certificateAuthority === undefined
      ? // Kubernetes clients take a server without TLS only with this; it listens on 127.0.0.1.
        { 'insecure-skip-tls-verify': true }
      : { 'certificate-authority-data': Buffer.from(access.certificateAuthority).toString('base64') };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'shop-staging',
    clusters: [{ name: 'shop', cluster: { server: access.url, ...authority } }],
    users: [{ name: 'demo', user: { token: access.token } }],
    contexts: demoEnvironments.map(({ context, namespace }) => ({
      name: context,
      context: { cluster: 'shop', user: 'demo', namespace },
    })),
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
