import { isPsychDate } from '../../../yaml/dialect.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { YamlBlock, YamlNode, YamlScalar } from '../../../yaml/node.ts';

const known = new WeakMap<YamlBlock, readonly YamlScalar[]>();

/**
 * Plain scalars, keys among them, that GitLab's YAML reader would make a `Date` or `Time` of. It permits neither and
 * refuses the whole file (lib/gitlab/config/loader/yaml.rb).
 */
export function datesOf(block: YamlBlock): readonly YamlScalar[] {
  const before = known.get(block);
  if (before !== undefined) return before;
  const found: YamlScalar[] = [];
  // The text tells at once that most blocks hold none.
  if (/\d{4}-\d/.test(block.text)) collect(block.root, found);
  known.set(block, found);
  return found;
}

function collect(node: YamlNode | undefined, found: YamlScalar[]): void {
  if (node?.kind === 'scalar' && node.style === 'plain' && node.tag === undefined && isPsychDate(node.text)) {
    found.push(node);
  }
  if (node?.kind === 'sequence') for (const item of node.items) collect(item, found);
  if (node?.kind !== 'mapping') return;
  for (const { key, value } of node.entries) {
    collect(key, found);
    collect(value, found);
  }
}

/** Ruby's class of a date or of a time. */
export function classOf(text: string): 'Date' | 'Time' {
  return text.includes(':') ? 'Time' : 'Date';
}

/** The class that GitLab names when it refuses a file; undefined when it reads it. */
export function refusedClass(file: YamlFile): 'Date' | 'Time' | undefined {
  for (const { document } of file.documents) {
    for (const block of document.blocks) {
      const [first] = datesOf(block);
      if (first !== undefined) return classOf(first.text);
    }
  }
  return undefined;
}
