import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { demoEnvironments } from './environments.ts';

const execute = promisify(execFile);

interface DeployTools {
  readonly kubectl: string;
  /** Of the admin of an empty cluster. */
  readonly kubeconfig: string;
  /** The demo's repository, or a clone of it. */
  readonly repository: string;
}

/** What somebody changed in production by hand, each on another line of the repository. */
const byHand: readonly (readonly string[])[] = [
  // The hotfix that the demo's clone is about to bring into Git.
  ['set', 'image', 'deployment/web', 'web=registry.example.com/shop/web:3.8.3'],
  ['patch', 'deployment/reporting', '--field-manager=kubectl-edit', '--patch={"spec":{"replicas":5}}'],
  ['set', 'image', 'deployment/reporting', 'reporting=registry.example.com/shop/reporting:2.4.2-hotfix'],
  ['patch', 'cronjob/database-backup', '--field-manager=kubectl-edit', '--patch={"spec":{"schedule":"45 4 * * *"}}'],
];

/**
 * Deploys both overlays as Flux would (server-side apply by `kustomize-controller`), then changes production by hand in four
 * places. Three of them are drift; the clone of the demo holds the fourth, not yet committed. Fails with kubectl's own words.
 */
export async function deployDemo(tools: DeployTools): Promise<void> {
  const kubectl = (...args: readonly string[]): Promise<unknown> =>
    execute(tools.kubectl, ['--kubeconfig', tools.kubeconfig, ...args], { cwd: tools.repository });
  for (const { namespace, overlay } of demoEnvironments) {
    await kubectl('create', 'namespace', namespace);
    await kubectl('apply', '--server-side', '--field-manager=kustomize-controller', '--kustomize', overlay);
  }
  const production = demoEnvironments.find(({ name }) => name === 'production');
  if (production === undefined) throw new Error('The demo has no production environment');
  for (const change of byHand) await kubectl('--namespace', production.namespace, ...change);
}
