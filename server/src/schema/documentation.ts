/** The texts that explain a schema's types and fields, where the schema itself does not hold them. */
export interface Documentation {
  readonly ofType: (type: string) => string | undefined;
  readonly ofField: (type: string, field: string) => string | undefined;
}

/** Type name → field name → text; the type's own text is under the empty name. */
export type DocumentationTable = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Answers from a table that is asked for at the first question only. */
export function createDocumentation(load: () => DocumentationTable): Documentation {
  let loaded: DocumentationTable | undefined;
  const find = (type: string, field: string): string | undefined => {
    loaded ??= load();
    const fields = Object.hasOwn(loaded, type) ? loaded[type] : undefined;
    return fields !== undefined && Object.hasOwn(fields, field) ? fields[field] : undefined;
  };
  return { ofType: (type) => find(type, ''), ofField: find };
}
