import type { YamlNode, YamlScalar } from '../../../yaml/node.ts';
import { scalarText } from '../../../yaml/node.ts';
import { isReference } from '../model/follow.ts';

/** How a text is read: a condition is parsed by GitLab, a script by a shell, other texts have variables filled in. */
type TextRole = 'condition' | 'script' | 'text' | 'key';

export interface PlacedText {
  readonly scalar: YamlScalar;
  readonly role: TextRole;
}

const SCRIPTS: ReadonlySet<string> = new Set(['script', 'before_script', 'after_script', 'pre_get_sources_script']);

/** Every scalar in the text of a node, aliases not followed, in the order of the text. `key` is the entry that it belongs to. */
export function textsIn(node: YamlNode | undefined, key: string, into: PlacedText[] = []): PlacedText[] {
  walk(node, { role: key.startsWith('.') ? 'script' : 'text', key }, into);
  return into;
}

interface Place {
  readonly role: TextRole;
  readonly key: string;
}

function walk(node: YamlNode | undefined, place: Place, into: PlacedText[]): void {
  if (node === undefined || node.kind === 'alias' || isReference(node)) return;
  if (node.kind === 'scalar') {
    into.push({ scalar: node, role: place.role });
  } else if (node.kind === 'sequence') {
    for (const item of node.items) walk(item, place, into);
  } else {
    for (const { key, value } of node.entries) {
      if (key.kind === 'scalar') into.push({ scalar: key, role: 'key' });
      walk(value, below(place, scalarText(key) ?? ''), into);
    }
  }
}

/** A list at the top of a hidden job may be lines of a script; in its mapping the keys say what is what. */
function below({ key: outer }: Place, key: string): Place {
  if (key === 'if') return { role: 'condition', key };
  if (key === 'variables' && (outer === 'only' || outer === 'except')) return { role: 'condition', key };
  if (SCRIPTS.has(key)) return { role: 'script', key };
  return { role: 'text', key };
}
