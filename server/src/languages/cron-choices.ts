import type { Completion } from './language.ts';

/** Schedules that people write most, each with what it says. Five fields: minute, hour, day of month, month, day of week. */
const SCHEDULES: readonly (readonly [text: string, summary: string])[] = [
  ['0 0 * * *', 'every day at midnight'],
  ['0 3 * * *', 'every day at 03:00'],
  ['0 * * * *', 'every hour'],
  ['*/15 * * * *', 'every 15 minutes'],
  ['0 0 * * 0', 'every Sunday at midnight'],
  ['0 6 * * 1-5', 'Monday to Friday at 06:00'],
  ['0 0 1 * *', 'on the first of each month'],
];

/** Schedules in the form of cron, in quotes, as a star begins an alias in YAML. */
export function cronChoices(): Omit<Completion, 'range'>[] {
  return SCHEDULES.map(([label, detail], index) => ({
    label,
    kind: 'value',
    newText: `'${label}'`,
    detail,
    sortText: `0${index}`,
  }));
}
