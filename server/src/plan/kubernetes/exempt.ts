import { ownText, ownValueAt } from '../../base/record.ts';
import type { Engine } from './options.ts';
import type { PreparedObject } from './prepare.ts';

const fluxKustomize = 'kustomize.toolkit.fluxcd.io';
const fluxHelm = 'helm.toolkit.fluxcd.io';

interface Exemption {
  readonly annotation: string;
  readonly isMet: (value: string, isLive: boolean) => boolean;
  readonly engines: readonly Engine[];
  readonly reason: string;
}

const exemptions: readonly Exemption[] = [
  {
    annotation: `${fluxKustomize}/reconcile`,
    isMet: (value) => value.toLowerCase() === 'disabled',
    engines: ['flux-kustomize'],
    reason: `not reconciled: '${fluxKustomize}/reconcile' is disabled`,
  },
  {
    annotation: `${fluxKustomize}/ssa`,
    isMet: (value) => value.toLowerCase() === 'ignore',
    engines: ['flux-kustomize'],
    reason: `not applied: '${fluxKustomize}/ssa' is Ignore`,
  },
  {
    annotation: `${fluxKustomize}/ssa`,
    isMet: (value, isLive) => value.toLowerCase() === 'ifnotpresent' && isLive,
    engines: ['flux-kustomize'],
    reason: `applied only where it is missing: '${fluxKustomize}/ssa' is IfNotPresent`,
  },
  {
    annotation: `${fluxHelm}/driftDetection`,
    isMet: (value) => value.toLowerCase() === 'disabled',
    engines: ['flux-helm'],
    reason: `not checked: '${fluxHelm}/driftDetection' is disabled`,
  },
  {
    annotation: 'argocd.argoproj.io/hook',
    isMet: () => true,
    engines: ['argo-cd'],
    reason: 'a hook of Argo CD, which lives only while a sync runs',
  },
  {
    annotation: 'helm.sh/hook',
    isMet: (value) => value !== 'crd-install',
    engines: ['argo-cd', 'flux-helm'],
    reason: 'a hook of Helm, which lives only while a release is installed or upgraded',
  },
];

/**
 * Why an object is not compared at all, or undefined. The annotations of a controller count when that controller applies Git or when it is
 * not known who does; Flux also obeys them on the live object.
 */
export function whyNotCompared(
  manifest: PreparedObject,
  live: PreparedObject | undefined,
  engine: Engine | undefined,
): string | undefined {
  if (ownValueAt(manifest.content, 'metadata', 'name') === undefined) return 'its name is generated anew at each apply';
  const found = exemptions.find(({ annotation, isMet, engines }) => {
    if (engine !== undefined && !engines.includes(engine)) return false;
    const value = ownText(manifest.annotations, annotation) ?? ownText(live?.annotations, annotation);
    return value !== undefined && isMet(value, live !== undefined);
  });
  return found?.reason;
}
