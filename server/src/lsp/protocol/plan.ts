import type { PositionRange } from './outcome.ts';

/** The plan of the active file: of the pipeline, or of the manifests or overlay that it belongs to. */
export const previewPlanRequest = 'plumbline/previewPlan';
export interface PreviewPlanParams {
  /** URI of the active file. */
  readonly uri: string;
  readonly workDoneToken?: string | number;
}
export type PlanPreview = PipelinePlanPreview | ObjectsPlanPreview;

export interface PipelinePlanPreview {
  readonly kind: 'pipeline';
  /** For people: `main at 1a2b3c4d`. */
  readonly base: string;
  readonly scenarios: readonly PipelineScenario[];
  /** What could not be judged (an include that is not loaded, an unknown variable). */
  readonly notChecked: readonly string[];
}
export interface PipelineScenario {
  /** `push to main`, `merge request into main`. */
  readonly name: string;
  readonly created: boolean;
  /** Why there is no pipeline. */
  readonly reason?: string;
  readonly jobs: readonly PlannedJob[];
}
export interface PlannedJob {
  readonly name: string;
  readonly stage: string;
  readonly outcome: 'runs' | 'manual' | 'delayed' | 'maybe' | 'excluded';
  readonly change: 'added' | 'removed' | 'changed' | 'same';
  /** The rule, in words: `rules[1]: $CI_COMMIT_BRANCH == …`. */
  readonly because: string;
  readonly environment?: string;
  readonly needs: readonly string[];
  readonly location?: { readonly uri: string; readonly range: PositionRange };
}

export interface ObjectsPlanPreview {
  readonly kind: 'objects';
  readonly title: string;
  readonly base: string;
  /** `kubectl (Kustomize 5.7.1)`, or empty for plain manifests. */
  readonly tool: string;
  /** Changed objects only; `left` and `right` are YAML with secrets masked, empty for created or deleted ones. */
  readonly objects: readonly PlannedObject[];
  readonly unchanged: number;
  readonly notChecked: readonly string[];
}
export interface PlannedObject {
  /** `apps/v1 Deployment shop/web`. */
  readonly name: string;
  readonly change: 'create' | 'update' | 'delete' | 'replace';
  readonly left: string;
  readonly right: string;
  /** Changed field paths, for the tree and the summary. */
  readonly paths: readonly string[];
  readonly source?: { readonly uri: string; readonly range: PositionRange };
}
