import type { SimulationRequest } from '../workflows/simulate-pipeline.ts';

export type Event = SimulationRequest['event'];

/** The events that can be simulated, the commonest first. */
export const EVENTS: readonly Event[] = [
  'push',
  'merge_request_event',
  'tag',
  'schedule',
  'web',
  'api',
  'trigger',
  'pipeline',
  'parent_pipeline',
];
