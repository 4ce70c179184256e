import type { DocumentLayout } from './document.ts';
import type { YamlBlock } from './node.ts';
import type { PlacedDocument } from './text-parts.ts';

/** In so few documents a block is looked for one by one. */
const FEW = 8;

/** In a text of many documents: the newest one that a block is in. */
const homes = new WeakMap<YamlBlock, DocumentLayout>();

/** The documents that are new in a version. */
interface ChangedDocuments {
  readonly first: number;
  readonly count: number;
}

/** Where the blocks of one version of a text lie. To know it of the next version costs what changed. */
export class BlockPlaces {
  readonly #documents: readonly PlacedDocument[];
  /** The position of each document; shared by versions in which it is the same for those that both have. */
  readonly #ordinals: WeakMap<DocumentLayout, number> | undefined;
  readonly #versions: { newest: BlockPlaces | undefined };
  /** All blocks, for an older version whose documents went on without it. */
  #starts: Map<YamlBlock, number> | undefined;

  constructor(documents: readonly PlacedDocument[], changed: ChangedDocuments, before?: BlockPlaces) {
    this.#documents = documents;
    this.#versions = before === undefined ? { newest: undefined } : before.#versions;
    this.#versions.newest = this;
    if (documents.length <= FEW) return;
    const known = before !== undefined && before.#ordinals !== undefined ? before : undefined;
    const same = known !== undefined && known.#documents.length === documents.length ? known.#ordinals : undefined;
    const all = { first: 0, count: documents.length };
    this.#ordinals = same ?? new WeakMap();
    this.#number(same === undefined ? all : changed, this.#ordinals);
    this.#settle(known === undefined ? all : changed);
  }

  #number({ first, count }: ChangedDocuments, ordinals: WeakMap<DocumentLayout, number>): void {
    for (let index = first; index < first + count; index++) {
      const place = this.#documents[index];
      if (place !== undefined) ordinals.set(place.layout, index);
    }
  }

  #settle({ first, count }: ChangedDocuments): void {
    for (const { layout, document } of this.#documents.slice(first, first + count)) {
      for (const block of document.blocks) homes.set(block, layout);
    }
  }

  /** Undefined for a block of another version or another text. */
  startOf(block: YamlBlock): number | undefined {
    if (this.#ordinals === undefined) return this.#search(block);
    const home = homes.get(block);
    const ordinal = home && this.#ordinals.get(home);
    const start = ordinal === undefined ? undefined : placeIn(this.#documents[ordinal], block);
    if (start !== undefined || this.#versions.newest === this) return start;
    this.#starts ??= startsIn(this.#documents);
    return this.#starts.get(block);
  }

  #search(block: YamlBlock): number | undefined {
    for (const document of this.#documents) {
      const start = placeIn(document, block);
      if (start !== undefined) return start;
    }
    return undefined;
  }
}

function placeIn(place: PlacedDocument | undefined, block: YamlBlock): number | undefined {
  const start = place?.layout.startOf(block);
  return place === undefined || start === undefined ? undefined : place.start + start;
}

function startsIn(documents: readonly PlacedDocument[]): Map<YamlBlock, number> {
  const starts = new Map<YamlBlock, number>();
  for (const place of documents) {
    for (const block of place.document.blocks) starts.set(block, placeIn(place, block) ?? 0);
  }
  return starts;
}
