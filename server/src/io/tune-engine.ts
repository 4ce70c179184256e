import { setFlagsFromString } from 'node:v8';

/**
 * Fits V8 to a process that answers keystrokes. Its defaults suit a server under load: functions are compiled again by
 * the optimizing compiler after a few hundred calls, on threads of their own, and the space for new objects grows to
 * 32 MB. Over a session of typing that was more than half of our CPU time and a quarter of our memory; what is hot for
 * longer is still optimized. An engine that does not know a flag says so on stderr and goes on.
 */
export function tuneForTyping(): void {
  // Bytecodes a function runs before it is considered for optimizing; the default is 67,584.
  setFlagsFromString('--interrupt-budget=1000000');
  // The space for new objects keeps the size that it has after start-up; what survives it is collected as ever.
  setFlagsFromString('--semi-space-growth-factor=1');
  // The heap may grow by so many percent beyond what was alive before the next full collection. The default doubles it
  // or more, and what edits leave behind then stays for minutes: a fifth of our memory, for no CPU that could be seen.
  setFlagsFromString('--heap-growing-percent=40');
}
