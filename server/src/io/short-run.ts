import { setFlagsFromString } from 'node:v8';

/**
 * Tells V8 that this process ends soon: it then optimizes only what runs very often, and a command of a third of a second
 * spends its time on the work. A pipeline of 60,000 lines takes as long with it as without. Node 20 only: later versions
 * have another compiler in between and do not know the flag.
 */
export function expectShortRun(): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=10000000');
}
