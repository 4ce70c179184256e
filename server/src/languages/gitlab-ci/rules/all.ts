import type { Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { ignoredDocument } from './ignored-document.ts';
import { invalidInterpolation } from './invalid-interpolation.ts';
import { mergeOfNoMapping } from './merge-of-no-mapping.ts';
import { misreadFilter } from './misread-filter.ts';
import { misreadCondition } from './misread-condition.ts';
import { conflictingKeywords } from './conflicting-keywords.ts';
import { duplicateKey } from './duplicate-key.ts';
import { duplicateNeed } from './duplicate-need.ts';
import { environmentOnStop } from './environment-on-stop.ts';
import { invalidExpression } from './invalid-expression.ts';
import { jobWithoutScript } from './job-without-script.ts';
import { needsCycle } from './needs-cycle.ts';
import { noVisibleJob } from './no-visible-job.ts';
import { undefinedReference } from './undefined-reference.ts';
import { artifactInclude } from './artifact-include.ts';
import { dependenciesUnknownJob } from './dependencies-unknown-job.ts';
import { extendsCycle } from './extends-cycle.ts';
import { extendsUnknownJob } from './extends-unknown-job.ts';
import { includeMissingFile } from './include-missing-file.ts';
import { includeNotYaml } from './include-not-yaml.ts';
import { includeNotFound } from './include-not-found.ts';
import { includeHttpError } from './include-http-error.ts';
import { includeRefusedAddress } from './include-refused-address.ts';
import { includeTooLarge } from './include-too-large.ts';
import { includeInvalidAddress } from './include-invalid-address.ts';
import { includeBroken } from './include-broken.ts';
import { includeIntegrity } from './include-integrity.ts';
import { includeUnknown } from './include-unknown.ts';
import { invalidValue } from './invalid-value.ts';
import { missingKeyword } from './missing-keyword.ts';
import { needsLaterStage } from './needs-later-stage.ts';
import { needsUnknownJob } from './needs-unknown-job.ts';
import { missingInput } from './missing-input.ts';
import { publishOutsidePages } from './publish-outside-pages.ts';
import { startIn } from './start-in.ts';
import { tooManyIncludes } from './too-many-includes.ts';
import { unknownInput } from './unknown-input.ts';
import { unknownKeyword } from './unknown-keyword.ts';
import { wrongInput } from './wrong-input.ts';
import { unknownStage } from './unknown-stage.ts';
import { jobNeverRuns } from './job-never-runs.ts';
import { needsExcludedJob } from './needs-excluded-job.ts';
import { duplicatePipelines } from './duplicate-pipelines.ts';
import { changesAlwaysMet } from './changes-always-met.ts';
import { unreachableRule } from './unreachable-rule.ts';
import { unquotedDate } from './unquoted-date.ts';
import { unquotedValue } from './unquoted-value.ts';
import { secretInFile } from './secret-in-file.ts';
import { floatingImage } from './floating-image.ts';
import { interruptibleDeployment } from './interruptible-deployment.ts';
import { deploymentWithoutResourceGroup } from './deployment-without-resource-group.ts';
import { exposedArtifacts } from './exposed-artifacts.ts';
import { pathOutsideProject } from './path-outside-project.ts';
import { refused } from './refused.ts';
import { shell } from './shell.ts';

/** Every check of a pipeline, in the order in which findings at one place are shown. */
export const rules: readonly Rule<Pipeline>[] = [
  unknownKeyword,
  missingKeyword,
  invalidValue,
  invalidExpression,
  misreadCondition,
  misreadFilter,
  conflictingKeywords,
  startIn,
  publishOutsidePages,
  duplicateKey,
  mergeOfNoMapping,
  ignoredDocument,
  includeNotYaml,
  includeMissingFile,
  includeNotFound,
  includeHttpError,
  includeRefusedAddress,
  includeTooLarge,
  includeInvalidAddress,
  includeBroken,
  includeIntegrity,
  includeUnknown,
  tooManyIncludes,
  unknownInput,
  invalidInterpolation,
  missingInput,
  wrongInput,
  extendsUnknownJob,
  extendsCycle,
  undefinedReference,
  jobWithoutScript,
  noVisibleJob,
  unknownStage,
  needsUnknownJob,
  needsLaterStage,
  needsCycle,
  duplicateNeed,
  dependenciesUnknownJob,
  artifactInclude,
  environmentOnStop,
  jobNeverRuns,
  needsExcludedJob,
  duplicatePipelines,
  changesAlwaysMet,
  unreachableRule,
  unquotedDate,
  unquotedValue,
  secretInFile,
  floatingImage,
  deploymentWithoutResourceGroup,
  interruptibleDeployment,
  exposedArtifacts,
  pathOutsideProject,
  shell,
  refused,
];
