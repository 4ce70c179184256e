/** What ajv says of a value that breaks the schema; the members that Plumbline reads. */
interface ValidationError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** ajv's standalone validator: answers whether a value fits, and leaves what is wrong in `errors`. */
export const validate: {
  (value: unknown): boolean;
  readonly errors?: readonly ValidationError[] | null;
};
