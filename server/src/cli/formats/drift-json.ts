import type { AttributeChange, DriftReport, ObjectSource } from '../../plan/model.ts';
import type { CheckedEnvironment } from '../../workflows/check-drift.ts';
import { shownPath } from '../../workspace/include-address.ts';

/**
 * One line of JSON; the shape is part of the CLI's interface, `version` counts its breaking changes. Field paths are
 * their text, files are relative to the folder where the command runs. Values of secrets are in none of it.
 */
export function driftJson(checked: readonly CheckedEnvironment[], folder: string): string {
  const environments = checked.map(({ environment, report }) =>
    report.ok ? reportOf(report.value, folder) : { environment, problem: report.problem },
  );
  return `${JSON.stringify({ version: 1, environments })}\n`;
}

function reportOf(report: DriftReport, folder: string): object {
  const shown = ({ path, document }: ObjectSource): ObjectSource => ({ path: shownPath(folder, path), document });
  const resources = report.resources.map((resource) => ({
    ...resource,
    attributes: resource.attributes.map(attributeOf),
    ...(resource.source !== undefined && { source: shown(resource.source) }),
    ...(resource.patches !== undefined && { patches: resource.patches.map(shown) }),
    ...(resource.kustomizations !== undefined && {
      kustomizations: resource.kustomizations.map((path) => shownPath(folder, path)),
    }),
  }));
  return { ...report, resources };
}

function attributeOf(change: AttributeChange): object {
  const { nested } = change;
  return { ...change, path: change.path.text, ...(nested !== undefined && { nested: nested.map(attributeOf) }) };
}
