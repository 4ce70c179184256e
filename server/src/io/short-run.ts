import { setFlagsFromString } from 'node:v8';

/**
 * Tells V8 that this process ends soon: it then compiles only what runs very often, and a command of half a second spends
 * its time on the work. Node 20 starts to optimize early enough to cost more than it gives; later versions do not.
 */
export function expectShortRun(): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=2000000');
}
