import type { Path, PathSegment } from '../path.ts';

/** How far a written path leads along the path of a field: to it, around it, or elsewhere. */
type Match = 'equal' | 'around' | 'none';

/** A JSON pointer, as in the operations of a JSON patch. An index stands for any element: the list's order is not known. */
export function matchPointer(pointer: string, path: Path): Match {
  const parts = pointer.split('/').slice(1);
  return matchParts(
    parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
    path,
  );
}

/**
 * A field path of Kustomize's replacements: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replacements/:
 * dots separate, `\.` is a dot, `[name=web]` chooses an element, `*` is any.
 */
export function matchFieldPath(fieldPath: string, path: Path): Match {
  const parts = fieldPath.match(/\[[^\]]*\]|(?:\\.|[^.[\\])+/g) ?? [];
  return matchParts(
    parts.map((part) => part.replace(/\\(.)/g, '$1')),
    path,
  );
}

function matchParts(parts: readonly string[], { segments }: Path): Match {
  if (parts.length > segments.length) return 'none';
  const isOnWay = parts.every((part, index) => isStep(part, segments[index]));
  if (!isOnWay) return 'none';
  return parts.length === segments.length ? 'equal' : 'around';
}

function isStep(part: string, segment: PathSegment | undefined): boolean {
  if (segment === undefined) return false;
  if (part === '*') return true;
  if ('field' in segment) return segment.field === part;
  if (/^\d+$|^-$/.test(part)) return true;
  const [, key = '', value = ''] = /^\[([^=]+)=(.*)\]$/.exec(part) ?? [];
  return 'keys' in segment && Object.entries(segment.keys).some(([name, own]) => name === key && String(own) === value);
}
