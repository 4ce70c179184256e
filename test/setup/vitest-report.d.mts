/** `start` runs a program with its output shown and answers its exit code. */
export function countVitest(
  words: readonly string[],
  start: (command: string, words: readonly string[]) => Promise<number>,
  reporter?: 'default' | 'dot',
): Promise<{ readonly passed: number; readonly failed: number }>;
