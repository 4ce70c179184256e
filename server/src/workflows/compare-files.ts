import { failure, success, type Problem, type Result } from '../base/result.ts';
import { compareObject } from '../plan/kubernetes/compare-object.ts';
import { listItems } from '../plan/kubernetes/plan-objects.ts';
import { identityOf } from '../plan/kubernetes/prepare.ts';
import type { DriftReport, ObjectIdentity, ObjectSource, ResourceChange } from '../plan/model.ts';
import type { FileSystem } from '../workspace/ports/file-system.ts';
import { kubernetesDialect } from '../yaml/dialect.ts';
import { parseYamlFile } from '../yaml/file.ts';
import { toValue } from '../yaml/value.ts';
import { countChanges } from './check-drift/count-changes.ts';

export interface FilesToCompare {
  /** Manifests from Git, absolute path. */
  readonly desired: string;
  /** Live objects as `kubectl get -o yaml` or `-o json` prints them, absolute path. */
  readonly live: string;
}

interface ComparisonPorts {
  readonly fileSystem: FileSystem;
  readonly now: () => Date;
}

/**
 * Compares the manifests of one file with the recorded live objects of another, without a cluster. An object without a
 * namespace is compared with the only live one of its kind and name. Live objects that no manifest names are not drift.
 */
export async function compareFiles(
  { fileSystem, now }: ComparisonPorts,
  { desired, live }: FilesToCompare,
): Promise<Result<DriftReport>> {
  const manifests = await readObjects(fileSystem, desired);
  if (!manifests.ok) return manifests;
  if (manifests.value.length === 0) return failure(noObjects(desired));
  const recorded = await readObjects(fileSystem, live);
  if (!recorded.ok) return recorded;
  const resources = manifests.value.map(({ object, source }): ResourceChange => {
    const found = counterpart(identityOf(object), recorded.value);
    return { ...compareObject({ desired: object, live: found?.object ?? null }), source };
  });
  return success({
    environment: live,
    at: now().toISOString(),
    fidelity: 'recorded',
    resources,
    counts: countChanges(resources),
    problems: [],
  });
}

interface ReadObject {
  readonly object: unknown;
  readonly source: ObjectSource;
}

async function readObjects(fileSystem: FileSystem, path: string): Promise<Result<readonly ReadObject[]>> {
  const disk = await fileSystem.read(path);
  if (disk.state === 'missing') return failure({ code: 'not-found', message: `There is no file '${path}'.` });
  if (disk.state === 'unreadable') {
    return failure({ code: 'invalid', message: `'${path}' cannot be read: ${disk.why}.` });
  }
  const file = parseYamlFile(path, disk.text);
  const [problem] = file.problems();
  if (problem !== undefined) {
    const { line } = file.lines.rangeAt(problem).start;
    const action = 'Correct the file: what is not YAML cannot be compared';
    return failure({ code: 'invalid', message: `'${path}', line ${line + 1}: ${problem.message}`, action });
  }
  const objects = file.documents.flatMap(({ document }, index) => {
    if (document.root === undefined) return [];
    const { value } = toValue(document.root, { dialect: kubernetesDialect, anchors: document.anchors });
    return value === null ? [] : listItems(value).map((object) => ({ object, source: { path, document: index } }));
  });
  return success(objects);
}

function counterpart(id: ObjectIdentity | undefined, live: readonly ReadObject[]): ReadObject | undefined {
  if (id === undefined) return undefined;
  const alike = live.filter(({ object }) => {
    const other = identityOf(object);
    return other?.group === id.group && other.kind === id.kind && other.name === id.name;
  });
  const same = alike.find(({ object }) => identityOf(object)?.namespace === id.namespace);
  return same ?? (id.namespace === '' && alike.length === 1 ? alike[0] : undefined);
}

function noObjects(path: string): Problem {
  return { code: 'invalid', message: `'${path}' holds no Kubernetes object.`, action: 'Name a file with manifests' };
}
