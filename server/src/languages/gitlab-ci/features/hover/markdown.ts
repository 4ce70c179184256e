import { code } from '../../../../base/markdown.ts';
import type { Location } from '../../../../base/range.ts';
import { shownPath } from '../../../../workspace/include-address.ts';
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
    const name = shownPath(this.#projectRoot, file.path, file.lines.positionAt(range.start).line + 1);
    const label = String(this.places.size + 1);
    this.places.set(label, { path: file.path, range });
    return `[${code(name)}${words === '' ? '' : ` ${words}`}][${label}]`;
  }

  /** From the project's root, as short as it can be. */
  nameOf(path: string): string {
    return shownPath(this.#projectRoot, path);
  }
}
