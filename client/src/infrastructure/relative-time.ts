import { counted } from './counted.ts';

const steps = [
  { unit: 'year', seconds: 365 * 24 * 3600 },
  { unit: 'month', seconds: 30 * 24 * 3600 },
  { unit: 'day', seconds: 24 * 3600 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
];

/** `3 hours ago`; an ISO time that is no time stays as it is, one in the future (a clock that differs) counts as now. */
export function relativeTime(iso: string, now: Date): string {
  const then = Date.parse(iso);
  if (Number.isNaN(then)) return iso;
  const seconds = Math.max(0, Math.round((now.getTime() - then) / 1000));
  const step = steps.find((candidate) => seconds >= candidate.seconds);
  if (step === undefined) return 'just now';
  return `${counted(Math.floor(seconds / step.seconds), step.unit)} ago`;
}
