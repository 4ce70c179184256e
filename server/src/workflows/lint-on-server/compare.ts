import type { JoinedMessage } from '../../features/verdict.ts';
import type { OwnVerdict } from './own-verdict.ts';

/** How two verdicts on the same files differ. */
export interface Disagreement {
  readonly kind: 'valid-here-only' | 'valid-there-only' | 'other-errors';
  readonly onlyOurs: readonly string[];
  readonly onlyTheirs: readonly string[];
}

/**
 * Compares what GitLab says with what we say that it says. The same fault in other words, which versions of GitLab have,
 * is no difference: `theirs` tells by our finding at the place. Undefined when both agree.
 */
export function compareVerdicts(
  { errors: ours }: Pick<OwnVerdict, 'errors'>,
  theirs: readonly JoinedMessage[],
): Disagreement | undefined {
  const theirWords = theirs.map(({ message }) => message);
  const onlyOurs = without(ours, theirWords);
  const onlyTheirs = without(theirWords, ours);
  const lists = { onlyOurs, onlyTheirs };
  if (ours.length === 0) return theirs.length === 0 ? undefined : { kind: 'valid-here-only', ...lists };
  if (theirs.length === 0) return { kind: 'valid-there-only', ...lists };
  const isMissed = (message: string): boolean =>
    !isSyntax(message) && theirs.some((other) => other.message === message && other.finding?.severity !== 'error');
  return onlyTheirs.some(isMissed) ? { kind: 'other-errors', ...lists } : undefined;
}

/** The parser of Ruby says of broken text other things than ours, and neither is wrong. */
function isSyntax(message: string): boolean {
  return message.includes('(<unknown>): ');
}

/** The messages of one list that the other has not, each as often as it is there more. */
function without(messages: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return messages.filter((message) => {
    const at = left.indexOf(message);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}
