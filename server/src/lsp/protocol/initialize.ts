/** Options of `initialize`. */
export interface InitializationOptions {
  /** False in Restricted Mode: nothing is executed and nothing is sent. Default true. */
  readonly isWorkspaceTrusted?: boolean;
  /** A folder of the editor for journals and caches. Without it the server uses the user's cache folder. */
  readonly storagePath?: string;
  /** Findings are sent (`push`, the default where the client takes them) or asked for (`pull`), never both. */
  readonly diagnostics?: 'push' | 'pull';
}
