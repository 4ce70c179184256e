/** Client → server request: the text of an included file from elsewhere, for a read-only editor; null without one. */
export const includeTextRequest = 'plumbline/includeText';
export interface IncludeTextParams {
  readonly uri: string;
}
export interface IncludeText {
  readonly text: string;
}

/** Client → server request: every included file from elsewhere is asked for again. */
export const refreshIncludesRequest = 'plumbline/refreshIncludes';
export type RefreshIncludesParams = Readonly<Record<string, never>>;

/** The scheme of such files' URIs. */
export const includeScheme = 'plumbline-include';
