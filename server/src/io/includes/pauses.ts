import type { TextAnswer } from '../../workspace/ports/text.ts';

/** Where a server does not say how long it wants to be left alone, and the longest time that is believed. */
const USUAL_MS = 60_000;
const MOST_MS = 3_600_000;

/**
 * Leaves servers alone that say `429 Too Many Requests`, or `503` with a time, until that time is over
 * (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after). In the meantime the answer is that nobody was asked.
 */
export function createPauses(): (url: URL, ask: () => Promise<TextAnswer>) => Promise<TextAnswer> {
  const ends = new Map<string, number>();
  return async (url, ask) => {
    const end = ends.get(url.origin);
    if (end !== undefined && Date.now() < end) {
      const time = new Date(end).toISOString().slice(11, 16);
      return {
        state: 'failed',
        why: `'${url.host}' has had too many requests from here and is not asked before ${time} UTC`,
      };
    }
    const answer = await ask();
    const pause = pauseOf(answer);
    if (pause === undefined) ends.delete(url.origin);
    else ends.set(url.origin, Date.now() + pause);
    return answer;
  };
}

function pauseOf(answer: TextAnswer): number | undefined {
  if (answer.state !== 'answer' || (answer.status !== 429 && answer.status !== 503)) return undefined;
  const wanted = answer.headers['retry-after'];
  if (wanted === undefined) return answer.status === 429 ? USUAL_MS : undefined;
  const milliseconds = /^\d+$/u.test(wanted) ? Number(wanted) * 1000 : Date.parse(wanted) - Date.now();
  return Math.min(Math.max(Number.isNaN(milliseconds) ? USUAL_MS : milliseconds, 0), MOST_MS);
}
