import { defineLanguage } from '../language.ts';
import { claims } from './claims.ts';
import { symbols } from './features/symbols.ts';
import { analyzePipeline } from './model/pipeline.ts';
import { rules } from './rules/all.ts';

/** GitLab CI/CD pipelines (https://docs.gitlab.com/ci/yaml/). */
export const gitlabCi = defineLanguage({
  id: 'gitlab-ci',
  claims,
  analyze: analyzePipeline,
  rules,
  symbols: (_snapshot, file) => symbols(file),
});
export { validateTopLevel, type TopLevelFault, type TopLevelVerdict } from './validate-top-level.ts';
export { simulatePipeline } from './simulate/simulate.ts';
export type {
  Because,
  PipelineEvent,
  SimulatedEnvironment,
  SimulatedJob,
  SimulatedPipeline,
  SimulationInput,
} from './simulate/input.ts';
