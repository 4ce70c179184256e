import { describeField, fieldAt } from '../../schema/describe.ts';
import type { Documentation } from '../../schema/documentation.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { nodeAt, type NodePath } from '../../yaml/find.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { Cursor, Hover } from '../language.ts';
import { knownVersion, removalOf } from './kinds.ts';
import { readManifests, type Manifest } from './manifest.ts';

/** The field under the cursor, or the kind. */
export function hover(snapshot: Snapshot, { file, offset }: Cursor): Hover | undefined {
  const found = nodeAt(file, offset);
  const at = found?.inKey === true ? found.entry?.key : found?.node;
  const range = at && file.rangeOf(at);
  const manifest = found && manifestAt(readManifests(file).manifests, found);
  if (found === undefined || range === undefined || manifest === undefined) return undefined;
  const documentation = snapshot.facts.kubernetesDocumentation;
  const markdown = describe(manifest, found, documentation);
  return markdown === undefined ? undefined : { range, markdown };
}

/** The object that holds a node: of a list's items the innermost one. */
function manifestAt(manifests: readonly Manifest[], found: NodePath): Manifest | undefined {
  const around: readonly (YamlNode | undefined)[] = found.parents;
  return manifests.find(({ root }) => around.includes(root));
}

function describe(manifest: Manifest, found: NodePath, documentation?: Documentation): string | undefined {
  const path = found.path.slice(found.parents.indexOf(manifest.root));
  if (path.length === 1 && path[0] === 'kind' && !found.inKey) return describeKind(manifest, documentation);
  const place = manifest.shape && fieldAt(manifest.shape, path);
  return place && describeField(place, path, documentation);
}

function describeKind({ apiVersion, kind, shape }: Manifest, documentation?: Documentation): string {
  const identity = `**${kind}**: ${apiVersion}`;
  const removal = removalOf(apiVersion, kind);
  if (removal !== undefined) {
    const { release, apiVersion: newVersion, kind: newKind } = removal;
    return `${identity}\n\nNot served since Kubernetes ${release}; its successor is ${newVersion} ${newKind}`;
  }
  if (shape === undefined)
    return `${identity}\n\nNot a kind of Kubernetes ${knownVersion}: nothing is known of its fields`;
  const text = documentation?.ofType(shape.name);
  return text === undefined ? identity : `${identity}\n\n${text}`;
}
