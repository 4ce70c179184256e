/** The text of a kubeconfig (JSON, which is YAML) with one context for each kind of user that the tests need. */
export function kubeconfigText(cluster: {
  readonly url: string;
  readonly certificateAuthority: string;
  readonly adminToken: string;
  readonly readerToken: string;
}): string {
  const users = {
    'plumbline-test': cluster.adminToken,
    'plumbline-reader': cluster.readerToken,
    // A token that the server does not know is answered as an expired one is: 401.
    'plumbline-expired': 'expired-token',
  };
  const names = Object.keys(users);
  const data = Buffer.from(cluster.certificateAuthority).toString('base64');
  return JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'plumbline-test',
      clusters: [{ name: 'plumbline', cluster: { server: cluster.url, 'certificate-authority-data': data } }],
      users: Object.entries(users).map(([name, token]) => ({ name, user: { token } })),
      contexts: names.map((name) => ({ name, context: { cluster: 'plumbline', user: name, namespace: 'default' } })),
    },
    null,
    2,
  );
}
