/** Server → client notification: something that the views show has changed. */
export const stateChangedNotification = 'plumbline/stateChanged';
export interface StateChangedParams {
  /** 'files': files on the disk, included files from elsewhere, or settings. */
  readonly areas: readonly ('account' | 'project' | 'mergeRequests' | 'environments' | 'drift' | 'files')[];
}
