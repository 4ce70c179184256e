import { isRecord } from '../../base/record.ts';

/** An answer that does not have the shape that GitLab's documentation promises. */
export class UnexpectedAnswer extends Error {
  readonly place: string;

  constructor(place: string, wanted: string) {
    super(`${place === '' ? 'the answer' : `'${place}'`} is not ${wanted}`);
    this.place = place;
  }
}

/** Takes a value of an answer as what it has to be, or throws `UnexpectedAnswer`. `place` is for the message. */
export type Reader<Value> = (value: unknown, place: string) => Value;

export const text: Reader<string> = (value, place) => {
  if (typeof value !== 'string') throw new UnexpectedAnswer(place, 'a text');
  return value;
};

export const number: Reader<number> = (value, place) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new UnexpectedAnswer(place, 'a number');
  return value;
};

/** GitLab sends null for some booleans, which counts as false. https://docs.gitlab.com/api/rest/ */
export const flag: Reader<boolean> = (value, place) => {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw new UnexpectedAnswer(place, 'true or false');
  return value;
};

/** A value that may be missing or null. */
export function optional<Value>(reader: Reader<Value>): Reader<Value | undefined> {
  return (value, place) => (value === undefined || value === null ? undefined : reader(value, place));
}

/** A list of such values. Throws `UnexpectedAnswer` for anything else. */
export function list<Value>(reader: Reader<Value>): Reader<readonly Value[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw new UnexpectedAnswer(place, 'a list');
    return value.map((item: unknown, at) => reader(item, `${place}[${at}]`));
  };
}

/** An object with the given keys; what else it has is ignored, because every release adds keys. */
export function object<Shape extends Record<string, Reader<unknown>>>(
  shape: Shape,
): Reader<{ [Key in keyof Shape]: ReturnType<Shape[Key]> }> {
  return (value, place) => {
    if (!isRecord(value)) throw new UnexpectedAnswer(place, 'an object');
    const read = Object.entries(shape).map(([key, reader]) => {
      const found = Object.hasOwn(value, key) ? value[key] : undefined;
      return [key, reader(found, place === '' ? key : `${place}.${key}`)] as const;
    });
    return Object.fromEntries(read) as { [Key in keyof Shape]: ReturnType<Shape[Key]> };
  };
}
