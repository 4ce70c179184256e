import type { DataRecord } from '../../base/record.ts';
import {
  linesOf,
  originWords,
  stepWords,
  withComments,
  writtenPlace,
  type MergedLine,
  type MergedPipeline,
} from '../../languages/gitlab-ci/index.ts';
import { describeInclude, isIncludePath } from '../../workspace/include-address.ts';
import { writeLines } from '../../yaml/write-lines.ts';

/** The configuration of a pipeline as GitLab merges it for one event. */
export interface MergedEvent {
  /** The pipeline file, relative to the repository's root. */
  readonly entry: string;
  /** Undefined when GitLab refuses it before it is merged. */
  readonly value: DataRecord | undefined;
  /** What GitLab says about it, in its words and order. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly unknown: MergedPipeline['unknown'];
  /** The files that were read, relative to the repository's root. */
  readonly files: readonly string[];
  /** The value as YAML, with the origin of each line as a comment behind it when asked for. */
  readonly write: (hasOrigins: boolean) => { readonly lines: readonly string[]; readonly isCut: boolean };
  /** Where each entry and item comes from. */
  readonly origins: () => readonly EntryOrigin[];
}

/** Lines and columns count from 1. */
interface EntryOrigin {
  readonly path: readonly (string | number)[];
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly steps: readonly string[];
}

/** Prepares what is said of a merged pipeline; nothing is written or traced before it is asked for. */
export function mergedEvent(entry: string, merged: MergedPipeline): MergedEvent {
  const { value, trace, unknown, files } = merged;
  return {
    entry,
    value,
    ...merged.judge(),
    unknown,
    files: files.map(nameOf),
    write: (hasOrigins) => {
      if (value === undefined || trace === undefined) return { lines: [], isCut: false };
      if (hasOrigins) return commented(linesOf(value, trace));
      const { lines, isCut } = writeLines(value);
      return { lines: lines.map(({ text }) => text), isCut };
    },
    origins: () => {
      const lines = value && trace ? linesOf(value, trace).lines : [];
      return lines.filter(({ begins }) => begins).map(originOf);
    },
  };
}

function commented({ lines, isCut }: ReturnType<typeof linesOf>): ReturnType<MergedEvent['write']> {
  const rows = lines.map(({ text, origin, begins }) => ({
    text,
    words: begins && origin ? originWords(origin, describeInclude) : '',
  }));
  return { lines: withComments(rows), isCut };
}

function originOf({ path, origin }: MergedLine): EntryOrigin {
  const place = origin?.place && writtenPlace(origin.place);
  return {
    path,
    ...(place && { file: nameOf(place.path), line: place.start.line + 1, column: place.start.character + 1 }),
    steps: origin === undefined ? [] : stepWords(origin),
  };
}

/** Files of other projects and addresses are called as in an include. */
function nameOf(path: string): string {
  return isIncludePath(path) ? describeInclude(path) : path;
}
