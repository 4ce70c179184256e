/** A version of a component that stands for the newest release that fits. */
export function isFloating(version: string): boolean {
  return version === '~latest' || /^v?\d+(?:\.\d+)?$/u.test(version);
}

/**
 * The tag of the release that a floating version means: of `~latest` the highest, of `1` and `1.2` the highest below
 * it, releases before a version (`2.0.0-rc1`) left out. Undefined when no release fits.
 * https://docs.gitlab.com/ci/components/#component-versions
 */
export function newestRelease(version: string, tags: readonly string[]): string | undefined {
  const wanted = version === '~latest' ? [] : version.replace(/^v/u, '').split('.').map(Number);
  const fitting = tags.flatMap((tag) => {
    const numbers = /^v?(\d+)\.(\d+)\.(\d+)(?:\+[\w.-]+)?$/u.exec(tag)?.slice(1, 4).map(Number);
    return numbers !== undefined && wanted.every((part, index) => part === numbers[index]) ? [{ tag, numbers }] : [];
  });
  return fitting.toSorted((a, b) => compare(b.numbers, a.numbers))[0]?.tag;
}

function compare(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((part, at) => part !== right[at]);
  return index === -1 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}
