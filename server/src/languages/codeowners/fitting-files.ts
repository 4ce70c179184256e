import { filesThatFit, type FileTree } from './file-tree.ts';
import { compilePattern, type Budget } from './pattern.ts';

/** Of one repository. While somebody types, a pattern changes with each key, and what fits it may be every file. */
const MAX_PATTERNS = 20_000;
const MAX_NUMBERS = 2_000_000;

interface Known {
  readonly byPattern: Map<string, readonly number[] | undefined>;
  /** How many numbers of files are kept. */
  numbers: number;
}

const knownOf = new WeakMap<FileTree, Known>();

/**
 * The numbers of the files that a normalised pattern fits; undefined when there were no steps left to find out. That is
 * kept as well, as it would be the same at the next key.
 */
export function fittingFiles(tree: FileTree, normalized: string, budget: Budget): readonly number[] | undefined {
  const known: Known = knownOf.get(tree) ?? { byPattern: new Map(), numbers: 0 };
  knownOf.set(tree, known);
  if (known.byPattern.has(normalized)) return known.byPattern.get(normalized);
  if (known.byPattern.size >= MAX_PATTERNS || known.numbers >= MAX_NUMBERS) {
    known.byPattern.clear();
    known.numbers = 0;
  }
  // To read a pattern and to keep what fits costs about as much as a hundred looks at a file.
  budget.left -= 100 + normalized.length;
  const files = filesThatFit(tree, compilePattern(normalized), budget);
  known.byPattern.set(normalized, files);
  known.numbers += files?.length ?? 0;
  return files;
}
