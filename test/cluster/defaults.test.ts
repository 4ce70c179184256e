import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import data from '../../schemas/kubernetes/merge/types.json' with { type: 'json' };
import { isRecord, ownText, ownValue, type DataRecord } from '../../server/src/base/record.ts';
import { isSame, isZero } from '../../server/src/plan/kubernetes/canonical.ts';
import { defaultedFields, defaultOf, isAllocated, withDefaults } from '../../server/src/plan/kubernetes/defaults.ts';
import { builtInKind, untyped, type FieldType, type StructType } from '../../server/src/plan/kubernetes/field-type.ts';
import { kubernetesDialect } from '../../server/src/yaml/dialect.ts';
import { parseYamlFile } from '../../server/src/yaml/file.ts';
import { toValue } from '../../server/src/yaml/value.ts';
import { ensurePart } from '../setup/parts.mjs';
import { startCluster, type TestCluster } from './start-cluster.ts';

/**
 * The table of defaults was written from the API server's sources. Here the API server itself is asked: objects with as little
 * in them as it takes come back with everything that it fills in, and both must be the same.
 */
const BARE = new URL('../fixtures/drift/bare-objects.yaml', import.meta.url).pathname;

const types: Readonly<Record<string, Readonly<Record<string, string>>>> = data.types;
const execute = promisify(execFile);
let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startCluster();
});

afterAll(async () => {
  await cluster.stop();
});

test('the API server fills in what the table of defaults says, and nothing else', async () => {
  const part = await ensurePart('kubectl');
  if (!part.ok) throw new Error(part.why);
  const args = ['--kubeconfig', cluster.kubeconfig, 'create', '--dry-run=server', '--output', 'json', '-f', BARE];
  const { stdout } = await execute(part.paths.kubectl, args, { maxBuffer: 64 * 1024 * 1024 });
  const created = stdout.split(/\n(?=\{\n)/).map((text): unknown => JSON.parse(text));
  const live = created.flatMap((value) =>
    ownText(value, 'kind') === 'List' ? (ownValue(value, 'items') as unknown[]) : [value],
  );
  const bare = bareObjects();
  expect(live.length).toBe(bare.length);
  const walk = new Walk();
  for (const [index, object] of bare.entries()) {
    const type = builtInKind(ownText(object, 'apiVersion') ?? '', ownText(object, 'kind') ?? '');
    if (type === undefined || !isRecord(live[index])) throw new Error(`No type for ${JSON.stringify(object)}`);
    walk.structure(type, object, live[index]);
  }
  expect([...walk.disagreements].toSorted()).toEqual([]);
  const unseen = defaultedFields().filter((field) => !walk.seen.has(field));
  // Ephemeral containers are only ever added to a running pod; the group `extensions` is not served any more.
  expect(unseen.filter((field) => !/^(?:core\.EphemeralContainer|extensions)\./.test(field))).toEqual([]);
});

function bareObjects(): DataRecord[] {
  return parseYamlFile(BARE, readFileSync(BARE, 'utf8')).documents.flatMap(({ document: { root, anchors } }) => {
    const { value } = toValue(root, { dialect: kubernetesDialect, anchors });
    return isRecord(value) ? [value] : [];
  });
}

/** Taken from the limits, but only in a Pod itself: in a template it is live only when somebody wrote it. */
const ONLY_IN_PODS = 'core.ResourceRequirements.requests';

/** What the server writes into every object, whatever its kind. */
const BOOKKEEPING = new Set(['metadata', 'status', 'apiVersion', 'kind']);

class Walk {
  readonly disagreements = new Set<string>();
  /** The fields of which the server was seen to have, or not to have, a default. */
  readonly seen = new Set<string>();

  structure(type: StructType, bare: DataRecord, live: DataRecord): void {
    for (const field of new Set([...Object.keys(types[type.name] ?? {}), ...Object.keys(live)])) {
      const isBookkeeping = BOOKKEEPING.has(field) && type.field('metadata') !== undefined;
      if (field === '' || isBookkeeping) continue;
      this.#field(type, field, { bare, live });
    }
  }

  #field(owner: StructType, field: string, { bare, live }: { bare: DataRecord; live: DataRecord }): void {
    const type = owner.field(field) ?? untyped;
    const [written, stored] = [ownValue(bare, field), ownValue(live, field)];
    if (written !== undefined) {
      this.#inside(type, written, stored);
      return;
    }
    const name = `${owner.name.replace(/\.v\d\w*\./, '.')}.${field}`;
    this.seen.add(name);
    if (isAllocated(owner.name, field) || name === ONLY_IN_PODS) return;
    const byDefault = defaultOf(owner.name, field, live) ?? ownValue(withDefaults(owner.name, bare), field);
    if (byDefault !== undefined && isSame(type, byDefault, stored)) return;
    if (type.kind === 'struct' && isRecord(stored) && byDefault === undefined) this.structure(type, {}, stored);
    else if (![stored, byDefault].every((value) => isZero(type, value))) {
      this.disagreements.add(`${name}: we say ${JSON.stringify(byDefault)}, the server ${JSON.stringify(stored)}`);
    }
  }

  #inside(type: FieldType, written: unknown, stored: unknown): void {
    if (type.kind === 'struct' && isRecord(written) && isRecord(stored)) this.structure(type, written, stored);
    if (type.kind === 'map' && isRecord(written) && isRecord(stored)) {
      for (const [key, value] of Object.entries(written)) this.#inside(type.element, value, stored[key]);
    }
    if (type.kind === 'list' && Array.isArray(written) && Array.isArray(stored)) {
      for (const [index, value] of written.entries()) this.#inside(type.element, value, stored[index]);
    }
  }
}
