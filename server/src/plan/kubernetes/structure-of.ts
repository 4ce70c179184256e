import { customKind, unknownKind } from './custom-resource.ts';
import { builtInKind, type StructType } from './field-type.ts';
import type { CompareOptions } from './options.ts';
import type { PreparedObject } from './prepare.ts';

/** How an object of this kind is merged: by Kubernetes' own table, by a CustomResourceDefinition, or as an unknown custom resource. */
export function structureOf({ id, apiVersion }: PreparedObject, options: CompareOptions): StructType {
  return (
    builtInKind(apiVersion, id.kind) ??
    customKind(options.crds ?? [], id) ??
    unknownKind(id.group, id.kind, options.knownTypes ?? [])
  );
}
