/** A fenced block of a page. `info` is all that stands after the fence: a kind, then a path and options or an argument. */
export interface Block {
  readonly kind: string;
  readonly words: readonly string[];
  readonly body: string;
}

/** A heading and what stands below it, up to the next heading. */
export interface Section {
  readonly name: string;
  /** Prose as text, fenced blocks as blocks, in order. */
  readonly parts: readonly (string | Block)[];
}

const FENCE = /^(`{3,})([\w-]+)((?: \S+)*)$/;

/** Splits a Markdown page at its headings. What stands above the first heading is a section without blocks to run. */
export function parsePage(page: string): Section[] {
  const sections: { name: string; parts: (string | Block)[] }[] = [{ name: 'untitled', parts: [] }];
  const lines = page.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const heading = /^#+ (.*)/.exec(line)?.[1];
    if (heading !== undefined) sections.push({ name: heading, parts: [] });
    const parts = sections.at(-1)?.parts ?? [];
    const fence = FENCE.exec(line);
    if (fence === null) {
      parts.push(line);
      continue;
    }
    const end = lines.indexOf(fence[1] ?? '', index + 1);
    if (end === -1) throw new Error(`The block that starts at line ${index + 1} has no end`);
    const words = (fence[3] ?? '').split(' ').filter((word) => word !== '');
    parts.push({ kind: fence[2] ?? '', words, body: lines.slice(index + 1, end).join('\n') });
    index = end;
  }
  return sections;
}

export function blocksOf(section: Section): Block[] {
  return section.parts.filter((part) => typeof part !== 'string');
}

/** Writes a page whose sections give the same sections when parsed. */
export function writePage(sections: readonly Section[]): string {
  return sections.flatMap(({ parts }) => parts.map(writePart)).join('\n');
}

function writePart(part: string | Block): string {
  if (typeof part === 'string') return part;
  // A hover may hold a fenced example of its own.
  const longest = Math.max(2, ...Array.from(part.body.matchAll(/^`+/gm), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const body = part.body === '' ? [] : [part.body];
  return [`${fence}${[part.kind, ...part.words].join(' ')}`, ...body, fence].join('\n');
}
