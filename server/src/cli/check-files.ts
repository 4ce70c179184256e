import { diagnostic } from '../features/diagnostic.ts';
import { languageOf } from '../features/language-of.ts';
import { shownPath } from '../workspace/include-address.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { CheckReport, Diagnostic, PipelineVerdict, ReportedDiagnostic } from './findings.ts';
import { pipelineVerdicts, withGitlabWords } from './pipeline-verdicts.ts';
import type { WantedReader } from './read-wanted.ts';

/** How many files are in memory at once. */
const BATCH = 400;

type FileResult =
  | { readonly state: 'checked'; readonly documents: number; readonly diagnostics: readonly ReportedDiagnostic[] }
  | { readonly state: 'other' }
  | { readonly state: 'unreadable'; readonly reason: string };

interface CheckSetting {
  readonly workspace: Workspace;
  readonly reader: WantedReader;
  /** Paths below it are shown relative to it. */
  readonly folder: string;
  /** What GitLab itself would say of pipelines is asked for. */
  readonly hasVerdicts?: boolean;
}

/** Validates files with everything that they refer to. `onProgress` is told how many files are through. */
export async function checkFiles(
  files: readonly string[],
  { workspace, reader, folder, hasVerdicts = false }: CheckSetting,
  onProgress: (done: number) => void,
): Promise<CheckReport> {
  const results = new Map<string, FileResult>();
  const verdicts: PipelineVerdict[] = [];
  for (let start = 0; start < files.length; start += BATCH) {
    const batch = files.slice(start, start + BATCH);
    await reader.read(batch);
    do {
      for (const file of batch) results.set(file, checkFile(file, workspace.snapshot(), folder));
    } while (await reader.readWanted());
    if (hasVerdicts) verdicts.push(...pipelineVerdicts(batch, workspace.snapshot(), folder));
    for (const file of batch) workspace.forget(file);
    onProgress(Math.min(start + BATCH, files.length));
  }
  const report = summarize(results, folder);
  if (verdicts.length === 0) return report;
  return { ...report, diagnostics: withGitlabWords(report.diagnostics, verdicts), pipelines: verdicts };
}

function checkFile(file: string, snapshot: Snapshot, folder: string): FileResult {
  const state = snapshot.file(file);
  if (state.state !== 'loaded') {
    return { state: 'unreadable', reason: state.state === 'unreadable' ? state.why : 'there is no such file' };
  }
  const found = diagnostic(snapshot, state.file);
  if (found.length === 0 && languageOf(snapshot, state.file) === undefined) return { state: 'other' };
  const { lines, documents } = state.file;
  return {
    state: 'checked',
    documents: documents.length,
    diagnostics: found.map((finding) => ({
      file: shownPath(folder, file),
      range: lines.rangeAt(finding.range),
      severity: finding.severity,
      code: finding.code,
      message: finding.message,
      ...relatedOf(finding, snapshot, folder),
    })),
  };
}

function relatedOf(
  { related = [] }: Diagnostic,
  snapshot: Snapshot,
  folder: string,
): Pick<ReportedDiagnostic, 'related'> {
  const places = related.flatMap(({ location, message }) => {
    const state = snapshot.file(location.path);
    if (state.state !== 'loaded') return [];
    return [{ file: shownPath(folder, location.path), range: state.file.lines.rangeAt(location.range), message }];
  });
  return places.length === 0 ? {} : { related: places };
}

function summarize(results: ReadonlyMap<string, FileResult>, folder: string): CheckReport {
  const checked = [...results.values()].filter((result) => result.state === 'checked');
  return {
    files: checked.length,
    documents: checked.reduce((sum, { documents }) => sum + documents, 0),
    otherFiles: [...results.values()].filter(({ state }) => state === 'other').length,
    unchecked: [...results].flatMap(([file, result]) =>
      result.state === 'unreadable' ? [{ file: shownPath(folder, file), reason: result.reason }] : [],
    ),
    diagnostics: checked.flatMap(({ diagnostics }) =>
      diagnostics.toSorted(
        (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
      ),
    ),
  };
}
