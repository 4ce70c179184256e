import globals from '../../../../../schemas/gitlab-ci/globals.json' with { type: 'json' };
import job from '../../../../../schemas/gitlab-ci/job.json' with { type: 'json' };
import shapes from '../../../../../schemas/gitlab-ci/shapes.json' with { type: 'json' };

/**
 * What may stand in one place, by kind of YAML value: a value whose kind is not named is wrong there. `soft` holds what
 * GitLab takes and its documentation does not describe. The notation is described in schemas/gitlab-ci/SOURCE.md.
 */
export interface Shape {
  /** One line for the reader, in Markdown. */
  readonly summary?: string;
  /** `#anchor` of the keyword reference, or a path on the documentation's site. */
  readonly link?: string;
  readonly deprecated?: string;
  readonly default?: string;
  /** How a message calls the values, such as `a path or a list of paths`. */
  readonly expected?: string;
  /** GitLab takes the keyword, its documentation does not name it. */
  readonly undocumented?: boolean;
  readonly any?: boolean;
  /** GitLab refuses nothing and blank text. */
  readonly filled?: boolean;
  /** GitLab refuses nothing. */
  readonly present?: boolean;
  readonly string?: StringShape;
  readonly integer?: NumberShape;
  readonly number?: NumberShape;
  readonly boolean?: object;
  readonly null?: object;
  readonly list?: ListShape;
  readonly map?: MapShape;
  readonly soft?: Omit<Shape, 'soft'>;
}

export interface StringShape {
  /** The allowed values; as an object each with one line about it. */
  readonly values?: readonly string[] | Readonly<Record<string, string>>;
  /** `values` are proposals only. */
  readonly suggestions?: boolean;
  /** Values that other places take, each with a word about it for whoever writes it here. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** A variable may stand for the value. */
  readonly variables?: boolean;
  readonly pattern?: string;
  /** What the pattern asks for, to follow the name of the place. */
  readonly says?: string;
  readonly format?: 'duration' | 'expression';
  readonly min?: number;
  readonly max?: number;
  /** GitLab refuses blank text. */
  readonly filled?: boolean;
  /** The longest duration that is allowed, as a text such as `1 week`. */
  readonly longest?: string;
  /** What the string names, for completion, definition and references. */
  readonly names?: NameKind;
  readonly soft?: { readonly values?: readonly string[]; readonly pattern?: string; readonly max?: number };
}

export type NameKind = 'job' | 'template' | 'stage' | 'declared-stage' | 'environment' | 'local-file';

export interface NumberShape {
  readonly min?: number;
  readonly max?: number;
}

export interface ListShape {
  readonly items: ShapeName | Shape;
  readonly min?: number;
  readonly max?: number;
  /** How many levels of lists in lists GitLab flattens. */
  readonly nested?: number;
  readonly soft?: { readonly min?: number; readonly unique?: boolean; readonly nested?: number };
}

export interface MapShape {
  readonly keys?: Readonly<Record<string, ShapeName | Shape>>;
  /** Keys that are not named in `keys` are allowed. */
  readonly open?: boolean;
  /** The value of every key, where the keys are the user's own names. */
  readonly values?: ShapeName | Shape;
  readonly keyPattern?: string;
  readonly keySays?: string;
  readonly min?: number;
  readonly max?: number;
  readonly required?: readonly string[];
  /** Exactly one of these. */
  readonly oneOf?: readonly string[];
  /** At most one of these. */
  readonly exclusive?: readonly string[];
  /** At least one of these. */
  readonly anyOf?: readonly string[];
  /** A key that needs another one. */
  readonly requires?: Readonly<Record<string, string>>;
  /** Alternatives, told apart by the first key `by` that is there. */
  readonly variants?: readonly MapVariant[];
  /** A check that the notation cannot express. */
  readonly check?: 'exists' | 'input' | 'inputRule' | 'job' | 'kubernetes' | 'variable';
  readonly soft?: {
    readonly required?: readonly string[];
    /** Keys that GitLab takes, and leaves unread, in an alternative that does not have them: these, or all others. */
    readonly unread?: { readonly only: readonly string[] } | { readonly but: readonly string[] };
    /** GitLab also takes a mapping that is none of the alternatives. */
    readonly unmatched?: true;
  };
}

type MapVariant = Omit<MapShape, 'variants'> & { readonly by: string };

type ShapeName = string;
type WrittenShape = Shape & { readonly use?: ShapeName };

const NAMED = shapes as unknown as Readonly<Record<ShapeName, WrittenShape>>;

/** The top-level keywords. */
export const GLOBAL_SHAPES = globals as unknown as Readonly<Record<string, ShapeName | Shape>>;

/** The keywords of a job. */
export const JOB_SHAPES = job as unknown as Readonly<Record<string, ShapeName | Shape>>;

/** A job, hidden or not. */
export const JOB_SHAPE: Shape = { expected: 'a job: a mapping of keywords', map: { keys: JOB_SHAPES, check: 'job' } };

const ANYTHING: Shape = { any: true };

const resolved = new Map<ShapeName | Shape, Shape>();

/** The shape behind a name, with what it takes over by `use`. A name that does not exist is a mistake in the data: anything is allowed. */
export function resolveShape(shape: ShapeName | Shape): Shape {
  const known = resolved.get(shape);
  if (known !== undefined) return known;
  const written: WrittenShape = typeof shape === 'string' ? (NAMED[shape] ?? ANYTHING) : shape;
  const { use, ...own } = written;
  const result = use === undefined ? own : { ...resolveShape(use), ...own };
  resolved.set(shape, result);
  return result;
}

/** The variant that a mapping with these keys means; the mapping itself when it has none; undefined when no `by` key is there. */
export function variantOf(map: MapShape, keys: { readonly has: (key: string) => boolean }): MapShape | undefined {
  if (map.variants === undefined) return map;
  const variant = map.variants.find(({ by }) => keys.has(by));
  if (variant === undefined) return undefined;
  const required = [...(map.required ?? []), ...(variant.required ?? [])];
  return { ...map, ...variant, required, soft: { ...map.soft, ...variant.soft } };
}

/** The shape of a key of a mapping; undefined where the mapping does not know the key. */
export function shapeOfKey(map: MapShape, key: string): Shape | undefined {
  if (map.values !== undefined) return resolveShape(map.values);
  const own = map.keys !== undefined && Object.hasOwn(map.keys, key) ? map.keys[key] : undefined;
  return own === undefined ? undefined : resolveShape(own);
}

/** The values of an enumeration with one line about each (empty when there is none). */
export function valuesOf({ values }: StringShape): readonly (readonly [value: string, summary: string])[] {
  if (values === undefined) return [];
  return Array.isArray(values) ? (values as string[]).map((value) => [value, '']) : Object.entries(values);
}

/** The address of a keyword's documentation. */
export function documentationLink({ link }: Shape): string | undefined {
  if (link === undefined) return undefined;
  return `https://docs.gitlab.com${link.startsWith('#') ? `/ci/yaml/${link}` : link}`;
}
