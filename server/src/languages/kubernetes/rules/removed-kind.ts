import { entryOf } from '../../../yaml/node.ts';
import type { Rule } from '../../language.ts';
import { removalOf } from '../kinds.ts';
import type { ManifestFile } from '../manifest.ts';

/** A kind in an API version that no API server of the configured release serves: applying the object fails. */
export const removedKind: Rule<ManifestFile> = {
  code: 'kubernetes/removed-kind',
  severity: 'error',
  *check({ manifests }, { settings }) {
    for (const { apiVersion, kind, root } of manifests) {
      const removal = removalOf(apiVersion, kind);
      const at = entryOf(root, 'apiVersion')?.value;
      if (removal === undefined || at === undefined || !isReached(removal.release, settings.kubernetesVersion))
        continue;
      const { release, apiVersion: newVersion, kind: newKind } = removal;
      const instead = newKind === kind ? newVersion : `${newVersion} ${newKind}`;
      const message = `${apiVersion} ${kind} is not served since Kubernetes ${release}; use ${instead}`;
      yield { at, message, ...(newKind === kind && newVersion !== '' && { replacement: newVersion }) };
    }
  },
};

/** Whether a release, as `1.22`, is the given one or an older one. */
function isReached(release: string, version: string): boolean {
  const [major = 0, minor = 0] = release.split('.').map(Number);
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
