/** Server → client notification: something that the views show has changed. */
export const stateChangedNotification = 'plumbline/stateChanged';
export interface StateChangedParams {
  readonly areas: readonly ('account' | 'project' | 'mergeRequests' | 'environments' | 'drift')[];
}
