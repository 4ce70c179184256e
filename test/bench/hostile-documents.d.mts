/** A document that tries to keep a language server busy. */
export interface HostileDocument {
  readonly name: string;
  /** Its path in the folder that is open. */
  readonly file: string;
  readonly text: string;
  /** Files beside it, by path. */
  readonly others?: Readonly<Record<string, string>>;
  /** The code of something true that must be said of it; undefined where nothing need be. */
  readonly finding: string | undefined;
}

export declare function hostileDocuments(): readonly HostileDocument[];
