import { entryOf } from '../../../yaml/node.ts';
import { nearestName } from '../../../base/nearest-name.ts';
import type { Finding, Rule } from '../../language.ts';
import { isOwnGroup, knownKinds, knownVersion, removalOf, versionsOfKind } from '../kinds.ts';
import type { Manifest, ManifestFile } from '../manifest.ts';

/** A longer list helps nobody. */
const MAX_LISTED = 12;

/**
 * A kind that is not there in a group that Kubernetes keeps for itself. Only an information: a cluster may be older or
 * newer than the release whose kinds are known. Other groups belong to custom resources, of which nothing is known.
 */
export const unknownKind: Rule<ManifestFile> = {
  code: 'kubernetes/unknown-kind',
  severity: 'information',
  *check({ manifests }) {
    for (const manifest of manifests) {
      const { apiVersion, kind, shape, root } = manifest;
      const at = entryOf(root, 'kind')?.value;
      if (shape !== undefined || at === undefined || kind === '' || !isOwnGroup(apiVersion)) continue;
      // A kubeconfig is for clients and never reaches a server.
      if (apiVersion === 'v1' && kind === 'Config') continue;
      if (removalOf(apiVersion, kind) === undefined) yield { at, ...faultOf(manifest) };
    }
  },
};

function faultOf({ apiVersion, kind }: Manifest): Pick<Finding, 'message' | 'replacement'> {
  const release = knownVersion.split('.').slice(0, 2).join('.');
  const problem = `Kubernetes ${release} has no kind '${kind}' in ${apiVersion}`;
  const versions = versionsOfKind(kind);
  if (versions.length > 0) return { message: `${problem}; it is in ${versions.join(', ')}` };
  const kinds = knownKinds().flatMap((known) => (known.apiVersion === apiVersion ? [known.kind] : []));
  const near = nearestName(kind, kinds);
  if (near !== undefined) return { message: `${problem}; did you mean '${near}'?`, replacement: near };
  const isShort = kinds.length > 0 && kinds.length <= MAX_LISTED;
  return { message: isShort ? `${problem}; it has ${kinds.join(', ')}` : problem };
}
