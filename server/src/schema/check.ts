import type { Dialect } from '../yaml/dialect.ts';
import {
  scalarText,
  type Span,
  type YamlEntry,
  type YamlMapping,
  type YamlNode,
  type YamlScalar,
  type YamlSequence,
} from '../yaml/node.ts';
import { isMergeKey, readScalar } from '../yaml/value.ts';
import { judgeScalar } from './scalar.ts';
import { anyShape, type Field, type ObjectShape, type Shape } from './shape.ts';
import { isBrokenInside, isOwnTag, isStrayWord, isTemplate, isTouchedByProblem } from './unjudged.ts';
import { fieldNames, formOf, invalidKeyText, missingText, unknownFieldText, type Surrounding } from './wording.ts';
import { firstPart, type Issue, type IssueKind } from './issue.ts';

export interface CheckOptions {
  readonly dialect: Dialect;
  readonly anchors: ReadonlyMap<string, YamlNode>;
  /** Whether a scalar's text is filled in before the schema applies (a template variable): such a value is not judged. */
  readonly isPlaceholder?: (text: string) => boolean;
  /** Keys that are allowed everywhere because something else takes them away before. */
  readonly isForeignKey?: (key: string) => boolean;
  /** Whether fields are found in any case, as Go's own JSON decoder does. */
  readonly ignoresCase?: boolean;
  /** Judge the fields' names and not their values. */
  readonly isShallow?: boolean;
  /** Whether the values below this path are secrets: messages never quote them. */
  readonly isSecret?: (path: readonly (string | number)[]) => boolean;
}

/** A value, its shape and where its own faults are shown. */
interface CheckTarget {
  readonly node: YamlNode | undefined;
  readonly shape: Shape;
  /** From the root of the object to `node`; empty for the object itself. */
  readonly path: readonly (string | number)[];
  /** What to call the object when the path is empty. */
  readonly title: string;
  /** Where a missing field is shown: the key of `node`. */
  readonly owner: Span;
}

/** Aliases may multiply a small text to any size; beyond this many nodes a text is not judged. */
const MAX_NODES = 200_000;

/**
 * Judges a value by its shape, on the syntax tree, so that each issue has its exact place. null is allowed everywhere: the
 * API server and the other programs that these shapes describe read it as an absent field.
 */
export function checkNode(target: CheckTarget, options: CheckOptions): Issue[] {
  const checker = new Checker(options, target);
  checker.check(target.node, target.shape, target.owner);
  return checker.issues.filter(({ at, kind }) => !isTouchedByProblem(at, kind));
}

class Checker {
  readonly issues: Issue[] = [];
  readonly #options: CheckOptions;
  readonly #title: string;
  readonly #path: (string | number)[];
  readonly #around: Surrounding[] = [];
  readonly #open = new Set<YamlNode>();
  /** Inside an alias, where it stands: what it names may be right in its own place. */
  #alias: Span | undefined;
  #budget = MAX_NODES;

  constructor(options: CheckOptions, { title, path }: CheckTarget) {
    this.#options = options;
    this.#title = title;
    this.#path = [...path];
  }

  check(node: YamlNode | undefined, shape: Shape, owner: Span): void {
    if (node === undefined || this.#budget-- <= 0) return;
    if (node.kind === 'alias') {
      this.#followAlias(node.name, node, shape);
      return;
    }
    if (isOwnTag(node.tag) || isTemplate(node) || this.#isAbsent(node)) return;
    if (node.kind === 'scalar') this.#checkScalar(node, shape);
    else if (node.kind === 'sequence') this.#checkSequence(node, shape);
    else this.#checkMapping(node, shape, owner);
  }

  #followAlias(name: string, at: YamlNode, shape: Shape): void {
    const target = this.#options.anchors.get(name);
    if (target === undefined || this.#open.has(target)) return;
    const outer = this.#alias;
    this.#alias ??= at;
    this.#open.add(target);
    this.check(target, shape, at);
    this.#open.delete(target);
    this.#alias = outer;
  }

  /** null, or something that is filled in later. */
  #isAbsent(node: YamlNode): boolean {
    if (node.kind !== 'scalar') return false;
    return this.#options.isPlaceholder?.(node.text) === true || readScalar(node, this.#options.dialect) === null;
  }

  #checkScalar(node: YamlScalar, shape: Shape): void {
    if (shape.kind === 'any') return;
    if (shape.kind !== 'scalar') {
      if (node.text !== '')
        this.#report('wrong-type', node, `${this.#name()} must be a ${formOf(shape)}, but is a scalar`);
      return;
    }
    const isSecret = this.#options.isSecret?.(this.#path) === true;
    const fault = judgeScalar(node, shape, { dialect: this.#options.dialect, isSecret });
    if (fault !== undefined) this.#report(fault.kind, node, `${this.#name()} ${fault.text}`, fault.replacement);
  }

  #checkSequence(node: YamlSequence, shape: Shape): void {
    if (shape.kind !== 'list' && shape.kind !== 'any') {
      if (isBrokenInside(node)) return;
      this.#report('wrong-type', firstPart(node), `${this.#name()} must be a ${formOf(shape)}, but is a list`);
      return;
    }
    const items = shape.kind === 'list' ? shape.items() : anyShape;
    for (const [index, item] of node.items.entries()) this.#inside(index, item, items);
  }

  #checkMapping(node: YamlMapping, shape: Shape, owner: Span): void {
    if (shape.kind === 'list' || shape.kind === 'scalar') {
      if (isBrokenInside(node)) return;
      const text = `${this.#name()} must be a ${formOf(shape)}, but is a mapping`;
      this.#report('wrong-type', firstPart(node), text);
      return;
    }
    this.#checkKeys(node);
    if (shape.kind === 'object') {
      this.#checkObject(node, shape, owner);
      return;
    }
    const values = shape.kind === 'map' ? shape.values() : anyShape;
    for (const entry of node.entries) {
      const inner = isMergeKey(entry) ? anyShape : values;
      this.#inside(scalarText(entry.key) ?? '', entry.value, inner, entry.key);
    }
  }

  /** Keys that are written twice or that are no names. */
  #checkKeys(node: YamlMapping): void {
    const first = new Map<string, YamlNode>();
    for (const entry of node.entries) {
      const { key } = entry;
      const name = scalarText(key);
      if (isMergeKey(entry) || key.kind === 'alias' || isStrayWord(entry)) continue;
      if (name === undefined || this.#isNull(key)) {
        const at = key.start === key.end && entry.value !== undefined ? entry.value : key;
        this.#report('invalid-key', firstPart(at), invalidKeyText(key.kind, name));
        continue;
      }
      const before = first.get(name);
      if (before === undefined) first.set(name, key);
      else this.#reportDuplicate(name, key, before);
    }
  }

  #reportDuplicate(name: string, at: YamlNode, before: YamlNode): void {
    const message = `'${name}' is already set in ${this.#name()}; a key may be set once`;
    this.issues.push({ kind: 'duplicate-field', at: this.#alias ?? at, message, related: before });
  }

  #checkObject(node: YamlMapping, shape: ObjectShape, owner: Span): void {
    const present = this.#presentNames(node);
    const meant = new Set<string>();
    this.#around.push({ shape, name: this.#name() });
    for (const entry of node.entries) {
      const name = scalarText(entry.key);
      if (name === undefined || isMergeKey(entry)) continue;
      const field = this.#fieldOf(shape, name);
      if (field === undefined) this.#unknownField(entry, { name, shape, present, meant });
      else this.#inside(name, entry.value, field.shape(), entry.key);
    }
    this.#around.pop();
    const missing = Array.from(shape.fields.values()).filter(
      ({ name, required }) => required && !present.has(name) && !meant.has(name),
    );
    if (missing.length > 0) {
      const names = missing.map(({ name }) => name);
      this.#report('missing-field', this.#missingPlace(node, owner), `${this.#name()} ${missingText(names)}`);
    }
  }

  #fieldOf({ fields }: ObjectShape, name: string): Field | undefined {
    const field = fields.get(name);
    if (field !== undefined || this.#options.ignoresCase !== true) return field;
    return Array.from(fields.values()).find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  }

  /** A list item has no key of its own; its first key stands for it. */
  #missingPlace(node: YamlMapping, owner: Span): Span {
    const isItem = typeof this.#path.at(-1) === 'number';
    return isItem ? (node.entries[0]?.key ?? node) : owner;
  }

  #unknownField(
    entry: YamlEntry,
    context: { name: string; shape: ObjectShape; present: ReadonlySet<string>; meant: Set<string> },
  ): void {
    const { name, shape, present, meant } = context;
    const isAllowed = shape.open || name === '' || this.#options.isForeignKey?.(name) === true;
    if (isAllowed || isStrayWord(entry) || this.#options.isPlaceholder?.(name) === true) {
      this.#inside(name, entry.value, anyShape, entry.key);
      return;
    }
    const { text, suggestion } = unknownFieldText(name, shape, present, this.#around);
    if (suggestion !== undefined) meant.add(suggestion);
    this.#report('unknown-field', entry.key, `Unknown field '${name}' in ${this.#name()}${text}`, suggestion);
  }

  /** The names that are set to something, those of merged mappings included. */
  #presentNames(node: YamlMapping): Set<string> {
    const names = new Set<string>();
    for (const entry of node.entries) {
      if (isMergeKey(entry)) for (const name of this.#mergedNames(entry.value)) names.add(name);
      else if (entry.value !== undefined && !this.#isNull(entry.value)) names.add(scalarText(entry.key) ?? '');
    }
    return names;
  }

  #isNull(node: YamlNode): boolean {
    return node.kind === 'scalar' && readScalar(node, this.#options.dialect) === null;
  }

  #mergedNames(source: YamlNode | undefined): string[] {
    if (source?.kind === 'sequence') return source.items.flatMap((item) => this.#mergedNames(item));
    const target = source?.kind === 'alias' ? this.#options.anchors.get(source.name) : source;
    if (target?.kind !== 'mapping' || this.#open.has(target)) return [];
    this.#open.add(target);
    const names = [...this.#presentNames(target)];
    this.#open.delete(target);
    return names;
  }

  #inside(segment: string | number, node: YamlNode | undefined, shape: Shape, owner?: Span): void {
    if (node === undefined || this.#options.isShallow === true) return;
    this.#path.push(segment);
    this.check(node, shape, owner ?? node);
    this.#path.pop();
  }

  #name(): string {
    return fieldNames(this.#path) ?? this.#title;
  }

  #report(kind: IssueKind, at: Span, message: string, meant?: string): void {
    // What an alias names is written elsewhere, and may be right there.
    const replacement = this.#alias === undefined ? meant : undefined;
    this.issues.push({ kind, at: this.#alias ?? at, message, ...(replacement !== undefined && { replacement }) });
  }
}
