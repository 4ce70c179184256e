import * as protocol from '../protocol.ts';
import { serve, type RequestSetup } from './context.ts';

/** Signing in and out, and the instances that the client has tokens for. */
export function registerAccountRequests(setup: RequestSetup): void {
  const { connection, boundary, services } = setup;
  connection.onRequest(protocol.signInRequest, serve(setup, 'signIn'));
  connection.onRequest(protocol.signOutRequest, serve(setup, 'signOut'));
  connection.onNotification(protocol.accountsNotification, (params: protocol.AccountsParams) => {
    boundary.runLater(protocol.accountsNotification, async () => {
      await (await services()).accounts?.(params);
    });
  });
}
