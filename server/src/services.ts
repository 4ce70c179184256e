import type { Host, Services } from './lsp/services.ts';

/** Ties the workflows to this machine's Git, network and tools. Loaded at the first use of a custom method. */
export function createServices(host: Host): Partial<Services> {
  host.log('Plumbline: work beyond validation begins');
  return {};
}
