import { defineLanguage } from '../define-language.ts';
import { actions } from './actions/actions.ts';
import { fix } from './actions/fixes.ts';
import { claims } from './claims.ts';
import { complete } from './features/completion/complete.ts';
import { definition } from './features/definition.ts';
import { hints } from './features/hints.ts';
import { hover } from './features/hover.ts';
import { lenses, resolveLens } from './features/lenses.ts';
import { links } from './features/links.ts';
import { highlights, references } from './features/references.ts';
import { prepareRename, rename } from './features/rename.ts';
import { named, symbols } from './features/symbols.ts';
import { tokens } from './features/tokens.ts';
import { analyzePipeline } from './model/pipeline.ts';
import { rules } from './rules/all.ts';
import { tooBig } from './rules/too-big.ts';
import { placeInPipeline, verdict } from './verdict.ts';

/** GitLab CI/CD pipelines (https://docs.gitlab.com/ci/yaml/). */
// Whoever only merges or simulates a pipeline is bundled without the language's rules and features.
export const gitlabCi = /* @__PURE__ */ defineLanguage({
  id: 'gitlab-ci',
  claims,
  analyze: analyzePipeline,
  gate: tooBig,
  rules,
  fix,
  actions,
  hover,
  complete,
  definition,
  references,
  highlights,
  prepareRename,
  rename,
  symbols: (_snapshot, file) => symbols(file),
  named,
  tokens,
  lenses,
  resolveLens,
  hints,
  links,
  verdict,
  placeMessages: placeInPipeline,
});
export { validateTopLevel, type TopLevelFault, type TopLevelVerdict } from './validate-top-level.ts';
export type { Elsewhere } from './configuration/elsewhere.ts';
export { simulatePipeline } from './simulate/simulate.ts';
export type {
  Because,
  PipelineEvent,
  SimulatedEnvironment,
  SimulatedJob,
  SimulatedPipeline,
  SimulationInput,
} from './simulate/input.ts';
export * as semantics from './semantics.ts';
export { linesOf, mergePipeline, type MergedLine, type MergedPipeline } from './merged/merge-pipeline.ts';
export { effectiveJob } from './merged/effective-job.ts';
export { mergedPipelineOf } from './merged/merged-of.ts';
export {
  includePlace,
  originWords,
  stepWords,
  withComments,
  writtenPlace,
  type WrittenPlace,
} from './merged/origin-words.ts';
