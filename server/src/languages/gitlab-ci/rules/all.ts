import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { dependenciesUnknownJob } from './dependencies-unknown-job.ts';
import { extendsCycle } from './extends-cycle.ts';
import { extendsUnknownJob } from './extends-unknown-job.ts';
import { includeMissingFile } from './include-missing-file.ts';
import { includeNotYaml } from './include-not-yaml.ts';
import { invalidValue } from './invalid-value.ts';
import { missingKeyword } from './missing-keyword.ts';
import { needsLaterStage } from './needs-later-stage.ts';
import { needsUnknownJob } from './needs-unknown-job.ts';
import { unknownKeyword } from './unknown-keyword.ts';
import { unknownStage } from './unknown-stage.ts';

/** Every check of a pipeline, in the order in which findings at one place are shown. */
export const rules: readonly Rule<Pipeline>[] = [
  unknownKeyword,
  missingKeyword,
  invalidValue,
  includeNotYaml,
  includeMissingFile,
  extendsUnknownJob,
  extendsCycle,
  unknownStage,
  needsUnknownJob,
  needsLaterStage,
  dependenciesUnknownJob,
];
