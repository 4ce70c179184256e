import type { PlannedChanges } from '../../workflows/plan-changes.ts';
import { shownPath } from '../../workspace/include-address.ts';

interface Place {
  readonly uri: string;
  readonly range: object;
}

/**
 * One line of JSON; the shape is part of the CLI's interface, `version` counts its breaking changes. Files are relative to
 * the folder where the command runs; `left` and `right` are YAML before and after, secrets masked.
 */
export function planJson({ base, objects, pipelines, notChecked }: PlannedChanges, folder: string): string {
  const placeOf = ({ uri, range }: Place): object => ({ file: shownPath(folder, uri), range });
  return `${JSON.stringify({
    version: 1,
    base,
    objects: objects.map((object) => ({ ...object, ...(object.source && { source: placeOf(object.source) }) })),
    pipelines: pipelines.map(({ scenarios, notChecked: notes }) => ({
      scenarios: scenarios.map((scenario) => ({
        ...scenario,
        jobs: scenario.jobs.map((job) => ({ ...job, ...(job.location && { location: placeOf(job.location) }) })),
      })),
      notChecked: notes,
    })),
    notChecked,
  })}\n`;
}
