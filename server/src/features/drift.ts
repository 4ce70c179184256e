import type { OffsetRange } from '../base/range.ts';
import type { CodeLens, Diagnostic, Hover, InlayHint } from '../languages/language.ts';
import { describeChange } from '../plan/kubernetes/explain.ts';
import { isDrift, type AttributeChange, type DriftReport, type ResourceChange } from '../plan/model.ts';
import { originOf, sourceRange } from '../plan/origin.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';

/** A difference between Git and live, on the line that decides the field. */
interface DriftMark {
  readonly environment: string;
  readonly change: AttributeChange;
  readonly range: OffsetRange;
  readonly ghost: string;
  readonly hover: string;
}

/** Differences that applying Git would undo, as findings. What is not drift (defaults, other forms) is not among them. */
export function driftDiagnostics(snapshot: Snapshot, file: YamlFile): readonly Diagnostic[] {
  return marksOf(snapshot, file)
    .filter(({ change }) => isDrift(change))
    .map(({ environment, change, range, ghost }) => ({
      range,
      message: messageOf(environment, change, ghost),
      code: `drift/${change.class}`,
      severity: 'information',
    }));
}

function messageOf(environment: string, { path }: AttributeChange, ghost: string): string {
  if (path.text === '') return `This object does not exist in '${environment}'`;
  return `'${path.text}' differs in '${environment}' (${ghost})`;
}

/** The live values at the end of the lines that own them. */
export function driftHints(snapshot: Snapshot, file: YamlFile, shown: OffsetRange): readonly InlayHint[] {
  const isAlone = reportsOf(snapshot).length === 1;
  return marksOf(snapshot, file).flatMap(({ environment, range, ghost, hover }) => {
    const offset = file.lines.lineEnd(file.lines.positionAt(range.start).line);
    if (offset < shown.start || offset > shown.end) return [];
    return [{ offset, label: isAlone ? ghost : `${environment}: ${ghost}`, tooltip: hover }];
  });
}

/** What is live where the cursor is, with who wrote it and when. */
export function driftHover(snapshot: Snapshot, file: YamlFile, offset: number): Hover | undefined {
  const here = marksOf(snapshot, file).filter(({ range }) => range.start <= offset && offset <= range.end);
  const [first] = here;
  if (first === undefined) return undefined;
  const markdown = here.map(({ environment, hover }) => `**Live in ${environment}**\n\n${hover}`).join('\n\n');
  return { range: first.range, markdown };
}

/** On each object's first line: whether each checked environment has it as it is written here. */
export function driftLenses(snapshot: Snapshot, file: YamlFile): readonly CodeLens[] {
  return reportsOf(snapshot).flatMap(({ environment, resources }) =>
    resources.flatMap((resource) => {
      const { source } = resource;
      const range = source?.path === file.path ? sourceRange(source, () => file) : undefined;
      if (range === undefined) return [];
      return [
        {
          range: { start: range.start, end: range.start },
          title: `${environment}: ${stateText(resource)}`,
          command: { id: 'plumbline.drift.check', arguments: [] },
        },
      ];
    }),
  );
}

/** `in sync`, `2 fields differ`, `not found` or `unknown: why`. */
export function stateText({ kind, attributes, reason }: ResourceChange): string {
  if (kind === 'create') return 'not found';
  if (kind === 'unknown' || kind === 'unsupported') return `unknown: ${reason ?? 'it was not compared'}`;
  const count = attributes.filter(isDrift).length;
  if (count === 0) return 'in sync';
  return count === 1 ? '1 field differs' : `${count} fields differ`;
}

function reportsOf({ facts }: Snapshot): DriftReport[] {
  return [...facts.drift.values()].flatMap((result) => (result.ok ? [result.value] : []));
}

function marksOf(snapshot: Snapshot, file: YamlFile): DriftMark[] {
  return reportsOf(snapshot).flatMap((report) =>
    report.resources
      .filter((resource) => isMadeOf(resource, file.path))
      .flatMap((resource) => marksOfResource(snapshot, file, report, resource)),
  );
}

function isMadeOf({ source, patches = [], kustomizations = [] }: ResourceChange, path: string): boolean {
  return source?.path === path || patches.some((patch) => patch.path === path) || kustomizations.includes(path);
}

function marksOfResource(
  snapshot: Snapshot,
  file: YamlFile,
  { environment, at }: DriftReport,
  resource: ResourceChange,
): DriftMark[] {
  const fileAt = (path: string): YamlFile | undefined => {
    const state = snapshot.file(path);
    return state.state === 'loaded' ? state.file : undefined;
  };
  return resource.attributes.flatMap((change) => {
    // Ages count from the time of the check, so that the same report always reads the same.
    const { ghost, hover } = describeChange(change, new Date(at));
    const origin = ghost === '' ? undefined : originOf(resource, change.path, fileAt);
    return origin?.path === file.path ? [{ environment, change, range: origin.range, ghost, hover }] : [];
  });
}
