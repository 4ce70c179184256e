/** Who owns a file, by CODEOWNERS of the working tree. */
export const codeOwnersRequest = 'plumbline/codeOwners';

export interface CodeOwnersParams {
  /** The file. */
  readonly uri: string;
}

export interface CodeOwnersResult {
  /** 'unknown' outside a repository, and where CODEOWNERS cannot be read. */
  readonly state: 'unknown' | 'no-file' | 'known';
  /** The path in the repository that was asked for. */
  readonly path?: string;
  /** Empty where nobody owns the file. */
  readonly sections: readonly CodeOwnersSection[];
}

export interface CodeOwnersSection {
  readonly name: string;
  readonly isOptional: boolean;
  readonly approvals: number;
  /** As written: `@user`, `@@role`, `a@b.c`. */
  readonly owners: readonly string[];
  readonly pattern: string;
  /** The CODEOWNERS file. */
  readonly uri: string;
  /** Zero-based. */
  readonly line: number;
}
