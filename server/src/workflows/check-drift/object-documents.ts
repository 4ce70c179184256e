import { isRecord } from '../../base/record.ts';
import { listItems } from '../../plan/kubernetes/plan-objects.ts';
import { identityOf } from '../../plan/kubernetes/prepare.ts';
import type { ObjectIdentity, ObjectSource } from '../../plan/model.ts';
import { kubernetesDialect } from '../../yaml/dialect.ts';
import type { YamlFile } from '../../yaml/file.ts';
import { toValue } from '../../yaml/value.ts';

/** An object of a file, with its place. */
interface WrittenObject {
  readonly object: unknown;
  readonly id: ObjectIdentity;
  readonly place: ObjectSource;
}

/** The objects of a file: its documents, and the items of those that are lists. */
export function writtenObjects(file: YamlFile): WrittenObject[] {
  return file.documents.flatMap(({ document: { root, anchors } }, document) => {
    const value = toValue(root, { dialect: kubernetesDialect, anchors }).value;
    const items = listItems(value);
    const isList = isRecord(value) && items[0] !== value;
    return items.flatMap((object, index): WrittenObject[] => {
      const id = identityOf(object);
      const place = { path: file.path, document, ...(isList && { at: ['items', index] }) };
      return id === undefined ? [] : [{ object, id, place }];
    });
  });
}
