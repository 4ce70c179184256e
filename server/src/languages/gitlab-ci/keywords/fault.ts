import type { Span, YamlEntry, YamlNode } from '../../../yaml/node.ts';
import type { Anchors } from '../model/follow.ts';
import type { Shape } from './shape.ts';

/** One thing that is wrong with the shape of a value. */
export interface Fault {
  readonly at: Span;
  readonly kind: 'unknown-keyword' | 'missing-keyword' | 'invalid-value';
  /** 'undocumented': GitLab takes it, its documentation does not say so; 'idle': GitLab takes it and does nothing with it. */
  readonly level: 'refused' | 'undocumented' | 'idle';
  readonly message: string;
  /** Something is not there that another text may add: `extends` and includes merge mappings, but not lists. */
  readonly mayBeMerged?: boolean;
  /** It is only that nothing is written there. */
  readonly isAbsence?: boolean;
  /** What to write instead of the text at `at`, when one name is near. */
  readonly replacement?: string;
}

/** Where faults are put, and what they are called there. */
export interface Place {
  /** The value as written; an alias stays an alias. */
  readonly at: Span;
  /** How a message calls the place: `'when'`, `job 'build'`. */
  readonly name: string;
  /** What stands for the value where something is missing in it: its key, or its first key. */
  readonly label?: Span;
  /** It is itself an item of a list. */
  readonly isItem?: boolean;
  /** It lies in a list, which is never merged with another. */
  readonly inList?: boolean;
}

/** A value that is wrong. */
export function invalid(at: Span, message: string, level: Fault['level'] = 'refused'): Fault {
  return { at, kind: 'invalid-value', level, message };
}

/** The entries of a mapping by key, with those of `<<`. */
export type Fields = ReadonlyMap<string, YamlEntry>;

/** What one check of a value carries along. */
export interface ShapeCheck {
  readonly anchors: Anchors;
  readonly faults: Fault[];
  /** What was looked at: aliases may name the same node any number of times. */
  readonly seen: Map<YamlNode, Set<Shape>>;
  /** Checks a value in the value. */
  readonly inner: (check: ShapeCheck, node: YamlNode | undefined, shape: Shape, place: Place) => void;
}
