import type { Location } from '../../../../base/range.ts';
import { describeInclude, isIncludePath } from '../../../../workspace/include-address.ts';
import type { Place } from '../../merged/source.ts';

/** A hover's text while it is written: its links are numbered. */
export class Links {
  readonly places = new Map<string, Location>();
  readonly #projectRoot: string;

  constructor(projectRoot: string) {
    this.#projectRoot = projectRoot;
  }

  /** `[ci/build.yml:12][1]`, with words behind the place; undefined for a place of another version. */
  to({ file, node }: Place, words = ''): string | undefined {
    const range = file.rangeOf(node);
    if (range === undefined) return undefined;
    const name = `${this.nameOf(file.path)}:${file.lines.positionAt(range.start).line + 1}`;
    const label = String(this.places.size + 1);
    this.places.set(label, { path: file.path, range });
    return `[${code(name)}${words === '' ? '' : ` ${words}`}][${label}]`;
  }

  /** From the project's root, as short as it can be. */
  nameOf(path: string): string {
    if (isIncludePath(path)) return describeInclude(path);
    return path.startsWith(`${this.#projectRoot}/`) ? path.slice(this.#projectRoot.length + 1) : path;
  }
}

/** A text as code, in which nothing means anything to Markdown. */
export function code(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ');
  const ticks = '`'.repeat(longestRun(oneLine) + 1);
  const gap = oneLine.startsWith('`') || oneLine.endsWith('`') || oneLine === '' ? ' ' : '';
  return `${ticks}${gap}${oneLine}${gap}${ticks}`;
}

/** A block of code that no line of it can end. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}
