import type { Dispatcher } from 'undici';
import { openConnection, type ConnectionSettings } from '../gitlab/connection.ts';
import { unusableSettings } from '../gitlab/request-problem.ts';
import { guardedLookup } from '../text/private-address.ts';

/** Connections with and without the guard against private addresses, the same until the settings change. */
export function keptDispatchers(settings: () => ConnectionSettings): (mayBePrivate: boolean) => Promise<Dispatcher> {
  const kept = new Map<boolean, { readonly key: string; readonly dispatcher: Promise<Dispatcher> }>();
  return async (mayBePrivate) => {
    const current = settings();
    const key = JSON.stringify(current);
    const before = kept.get(mayBePrivate);
    if (before?.key === key) return before.dispatcher;
    const dispatcher = openConnection(current, mayBePrivate ? undefined : guardedLookup).catch((error: unknown) => {
      kept.delete(mayBePrivate);
      throw unusableSettings(current, error);
    });
    kept.set(mayBePrivate, { key, dispatcher });
    return dispatcher;
  };
}
