import type { DataRecord } from '../../base/record.ts';
import { resolveExtends } from './configuration/extends.ts';
import { loadConfiguration, type RemoteAnswer } from './configuration/load.ts';
import { resolveReferences } from './configuration/references.ts';
import { validateLogic } from './simulate/logic.ts';
import { predefinedVariables } from './simulate/predefined.ts';
import { readRoot, type PipelineRoot } from './simulate/root.ts';
import { evaluateRules } from './simulate/rules.ts';
import { createLookUp, expandAll } from './simulate/variables.ts';

export { evaluateText, isTruthful, readPattern } from './expression/evaluate.ts';
export { patternAt, tokenize } from './expression/lexer.ts';
export { describeTree, parseExpression } from './expression/parser.ts';
export { judgeChanges, judgeExists } from './simulate/conditions.ts';
export { errorsAlone } from './entries/entry.ts';
export { jobInputs, specificationInputs } from './entries/header.ts';
export { needs as needsEntry } from './entries/needs.ts';
export { rule as ruleEntry, workflow as workflowEntry } from './entries/rules.ts';
export { trigger as triggerEntry } from './entries/trigger.ts';
export { inheritList, variable as variableEntry } from './entries/variables.ts';
export { applyInputs } from './inputs/apply.ts';
export { callFunction, isFunctionCall } from './inputs/functions.ts';
export { interpolate, mapTexts } from './inputs/interpolate.ts';
export { resolveInputs } from './inputs/values.ts';
export { combinations, copiesOf, fillMatrix } from './simulate/matrix.ts';
export { processedJob, processedRules, processedVariables } from './simulate/processed-job.ts';
export { readNeeds } from './simulate/needs.ts';
export { evaluateRules } from './simulate/rules.ts';
export { createLookUp, readVariables } from './simulate/variables.ts';

/** A configuration after each of GitLab's steps, as far as they went. */
export interface ProcessedConfiguration {
  /** After includes, `extends` and `!reference`. */
  readonly merged: DataRecord | undefined;
  readonly root: PipelineRoot | undefined;
  /** In GitLab's words and order. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** What a configuration is processed with. */
export interface ProcessOptions {
  /** A file of the repository by its path; undefined when there is none. */
  readonly read: (path: string) => string | undefined;
  /** There is no repository behind it. */
  readonly isAbsent?: boolean;
  readonly remote?: (address: string) => RemoteAnswer | undefined;
}

/** Takes a configuration through GitLab's steps without an event: include, extends, reference, jobs, logic. */
export function processConfiguration({ read, isAbsent = false, remote }: ProcessOptions): ProcessedConfiguration {
  const lookUp = createLookUp([predefinedVariables({ event: 'push', ref: 'main', defaultBranch: 'main' })], 'unset');
  const loaded = loadConfiguration('.gitlab-ci.yml', {
    repository: { read, paths: undefined, isAbsent },
    ...(remote && { remote }),
    expand: (text) => expandAll(text, lookUp),
    includes: (rules) =>
      evaluateRules(rules, { input: { event: 'push', paths: undefined }, lookUp }).possible[0]?.rule !== undefined,
  });
  const stopped = (error: string): ProcessedConfiguration => ({
    merged: undefined,
    root: undefined,
    errors: [error],
    warnings: [],
  });
  if (loaded.value === undefined) return stopped(loaded.error ?? 'Invalid configuration format');
  const isOpen = loaded.unknown.length > 0;
  const extended = resolveExtends(loaded.value, loaded.origins, isOpen);
  if (!extended.ok) return stopped(extended.error);
  const merged = resolveReferences(extended.value, loaded.origins, isOpen);
  if (!merged.ok) return stopped(merged.error);
  const root = readRoot(merged.value, loaded.origins, isOpen);
  const { warnings } = root;
  return {
    merged: merged.value,
    root,
    warnings,
    errors: root.errors.length > 0 ? root.errors : validateLogic(root, isOpen),
  };
}
