import type { YamlEntry } from '../../../../yaml/node.ts';
import { areBasesKnown } from '../../model/known-bases.ts';
import { follow, isReference, scalarValue, type Anchors } from '../../model/follow.ts';
import { isJobName } from '../../model/names.ts';
import type { Request } from './proposal.ts';

/**
 * The keywords that the job around a cursor has from elsewhere: by `extends`, by a merge key, by what another file says
 * of the same job. Each with its value where that is a text, `null` where it is nothing. None where a base is not
 * known, as that may take any of them back.
 */
export function inheritedKeywords(request: Request): ReadonlyMap<string, string> {
  const { pipeline, file } = request;
  const name = jobNameAt(request);
  const found = new Map<string, string>();
  if (name === undefined || !areBasesKnown(pipeline, name)) return found;
  for (const { name: ofLayer, value, fields, anchors } of pipeline.effective(name)?.layers ?? []) {
    const written = ofLayer === name && value?.kind === 'mapping' && file.rangeOf(value) ? value.entries : [];
    for (const [keyword, entry] of fields) {
      // What is written beside the cursor is there for everybody to see.
      if (!written.includes(entry)) found.set(keyword, textOf(entry, anchors));
    }
  }
  return found;
}

/** Only right below the name of a job its keywords are written. */
function jobNameAt({ position: { path } }: Request): string | undefined {
  const [name, inner] = path;
  return name !== undefined && inner === undefined && isJobName(name) ? name : undefined;
}

function textOf({ value }: YamlEntry, anchors: Anchors): string {
  if (isReference(value)) return '';
  const node = follow(value, anchors);
  const scalar = value !== undefined && node === undefined ? undefined : scalarValue(node);
  if (scalar === null) return 'null';
  return typeof scalar === 'string' ? scalar : '';
}
