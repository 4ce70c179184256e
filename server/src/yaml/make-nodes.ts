import type { YamlBlock, YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from './node.ts';

/** A node and where what follows it begins. */
export interface Read<Node extends YamlNode = YamlNode> {
  readonly node: Node;
  readonly after: number;
}

/** From where to where something is written in a part of a block. */
type Written = readonly [start: number, end: number];

/** Makes the nodes of a part of a block that begins at `offset`. None has a tag or an anchor. */
export class NodeMaker {
  readonly #block: YamlBlock;
  readonly #offset: number;

  constructor(block: YamlBlock, offset: number) {
    this.#block = block;
    this.#offset = offset;
  }

  scalar(written: Written, text: string, style: YamlScalar['style']): YamlScalar {
    return { kind: 'scalar', ...this.#place(written), tag: undefined, anchor: undefined, text, style };
  }

  mapping(written: Written, entries: readonly YamlEntry[], flow: boolean): YamlMapping {
    return { kind: 'mapping', ...this.#place(written), tag: undefined, anchor: undefined, entries, flow };
  }

  sequence(written: Written, items: readonly YamlNode[], flow: boolean): YamlSequence {
    return { kind: 'sequence', ...this.#place(written), tag: undefined, anchor: undefined, items, flow };
  }

  #place([start, end]: Written): { readonly block: YamlBlock; readonly start: number; readonly end: number } {
    return { block: this.#block, start: this.#offset + start, end: this.#offset + end };
  }
}
