import { ownValue } from '../../../base/record.ts';
import type { Elsewhere } from '../configuration/elsewhere.ts';
import type { IncludeDecision } from '../configuration/loaded.ts';
import { instanceOf } from '../model/include-elsewhere.ts';
import { includingFile } from '../model/include-target.ts';
import { projectTree } from '../model/project-tree.ts';
import type { Context } from './conditions.ts';
import type { SimulationInput } from './input.ts';
import { evaluateRules } from './rules.ts';

/**
 * Whether `include:rules` let a file in. `from` is the file that includes: `exists` asks for files of the project that
 * it lies in, at its commit; a file that is included by its address lies in none.
 */
export function decideInclude(
  rules: unknown,
  from: string | undefined,
  { context, elsewhere }: { readonly context: Context; readonly elsewhere: Elsewhere | undefined },
): IncludeDecision {
  const input = { ...context.input, ...(elsewhere && existingFiles(elsewhere, from)) };
  const { possible, error } = evaluateRules(rules, { ...context, input });
  if (error !== undefined) return { error };
  const answers = new Set(possible.map(({ rule }) => rule !== undefined && ownValue(rule, 'when') !== 'never'));
  return answers.size === 1 ? answers.has(true) : undefined;
}

/** What `exists` looks in: files of other projects, and in a file from elsewhere those beside it. */
export function existingFiles(elsewhere: Elsewhere, from?: string): Pick<SimulationInput, 'pathsOf' | 'ownPathsFor'> {
  const including = includingFile(elsewhere, '', from);
  const instance = (): string | undefined =>
    including.state === 'project' ? including.instance : instanceOf(elsewhere.home());
  const pathsOf: SimulationInput['pathsOf'] = (project, ref, patterns) => {
    const url = instance();
    if (url === undefined) return undefined;
    const tree = projectTree(elsewhere, { instance: url, project, ref }, patterns);
    if (tree.state === 'known') return tree.paths;
    const kind = tree.fault?.kind;
    return kind === 'no-project' || kind === 'no-ref' ? kind : undefined;
  };
  if (including.state === 'workspace') return { pathsOf };
  if (including.state === 'address') return { pathsOf, ownPathsFor: () => [] };
  const { project, commit } = including;
  return {
    pathsOf,
    ownPathsFor(patterns) {
      const found = pathsOf(project, commit, patterns);
      return typeof found === 'string' ? undefined : found;
    },
  };
}
