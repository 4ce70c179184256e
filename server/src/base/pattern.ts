import { RE2JS } from 're2js';

const atom =
  /\\[dwsDWS.\\/\-+*?()[\]{}|^$]|[^\\^$.|?*+()[\]{}]|\.|\[\^?(?:(?:a-z|A-Z|0-9|1-9|a-f|A-F)|[^\]\\[^-]|\\[dws.\\\-\]])+-?\]/y;
const quantifier = /[*+?]\??/y;

/**
 * A test for Go's regular expressions (RE2, https://github.com/google/re2/wiki/Syntax), without the rare parts: groups, alternatives, classes,
 * `*`, `+`, `?` and anchors. Runs in linear time. Undefined for a pattern that is broken or uses anything else.
 * `whole` asks for a match of the whole text.
 */
export function compilePattern(pattern: string, whole: boolean): ((text: string) => boolean) | undefined {
  if (pattern.length > 1000 || !isPlainPattern(pattern)) return undefined;
  const compiled = RE2JS.compile(pattern);
  return (text) => (whole ? compiled.matches(text) : compiled.matcher(text).find());
}

/** RE2JS throws for a broken pattern, so only what certainly compiles gets there. */
function isPlainPattern(pattern: string): boolean {
  let depth = 0;
  let offset = 0;
  let canRepeat = false;
  const skip = (expression: RegExp): boolean => {
    expression.lastIndex = offset;
    const length = expression.exec(pattern)?.[0].length ?? 0;
    offset += length;
    return length > 0;
  };
  while (offset < pattern.length) {
    if (canRepeat && skip(quantifier)) canRepeat = false;
    else if (skip(/\((?:\?:)?/y)) [depth, canRepeat] = [depth + 1, false];
    else if (skip(/\)/y)) [depth, canRepeat] = [depth - 1, true];
    else if (skip(/[|^$]/y)) canRepeat = false;
    else if (skip(atom)) canRepeat = true;
    else return false;
    if (depth < 0) return false;
  }
  return depth === 0;
}
