import { success, type Result } from '../../server/src/base/result.ts';
import { compareObject } from '../../server/src/plan/kubernetes/compare-object.ts';
import { identityOf } from '../../server/src/plan/kubernetes/prepare.ts';
import { identityKey, type DriftReport, type ResourceChange } from '../../server/src/plan/model.ts';
import { kubernetesDialect } from '../../server/src/yaml/dialect.ts';
import { parseYamlFile } from '../../server/src/yaml/file.ts';
import { toValue } from '../../server/src/yaml/value.ts';
import type { FixtureFile } from './fixture-file.ts';
import type { Block } from './page.ts';

/** When the pages' live objects were read. */
const AT = '2026-11-20T10:00:00Z';

/**
 * Reads `live ENVIRONMENT` blocks, the objects of that environment's cluster, and compares the section's manifests with
 * them. An object that is not in the block is not in the cluster.
 */
export function compareLive(
  blocks: readonly Block[],
  files: readonly FixtureFile[],
): ReadonlyMap<string, Result<DriftReport>> {
  return new Map(
    blocks.map(({ words: [environment = ''], body }) => {
      const live = new Map(objectsOf('', body).map(({ object }) => [keyOf(object), object]));
      const resources = files.flatMap(({ path, text }) =>
        objectsOf(path, text).map(({ object, document }): ResourceChange => ({
          ...compareObject({ desired: object, live: live.get(keyOf(object)) }),
          source: { path, document },
        })),
      );
      return [environment, success(report(environment, resources))];
    }),
  );
}

function report(environment: string, resources: readonly ResourceChange[]): DriftReport {
  const counts = { drifted: 0, missing: 0, inSync: 0, unowned: 0, ignored: 0, unknown: 0 };
  return { environment, at: AT, fidelity: 'recorded', resources, counts, problems: [] };
}

function objectsOf(path: string, text: string): { readonly object: unknown; readonly document: number }[] {
  return parseYamlFile(path, text).documents.flatMap(({ document: { root, anchors } }, document) => {
    const object = toValue(root, { dialect: kubernetesDialect, anchors }).value;
    return identityOf(object) === undefined ? [] : [{ object, document }];
  });
}

function keyOf(object: unknown): string {
  const id = identityOf(object);
  return id === undefined ? '' : identityKey(id);
}
