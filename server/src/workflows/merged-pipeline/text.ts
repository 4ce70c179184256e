import {
  includePlace,
  linesOf,
  stepWords,
  writtenPlace,
  type MergedLine,
  type MergedPipeline,
  type WrittenPlace,
} from '../../languages/gitlab-ci/index.ts';
import type { LineOrigin, MergedPipelineText } from '../../lsp/protocol.ts';

/** A merged pipeline and how its files are called. */
interface Written {
  readonly merged: MergedPipeline;
  /** The entry file's path. */
  readonly entry: string;
  /** The files that were asked for, there or not. */
  readonly sources: readonly string[];
  /** For people. */
  readonly nameOf: (path: string, line?: number) => string;
  /** Undefined for files that are only in Git. */
  readonly uriOf: (path: string) => string | undefined;
}

/** Writes a merged pipeline with the origin of each line; origins that are the same are listed once. */
export function mergedText(written: Written): MergedPipelineText {
  const { merged, entry, nameOf, uriOf } = written;
  const { value, trace } = merged;
  const made = value && trace ? linesOf(value, trace) : { lines: [], isCut: false };
  const notes = [...notesOf(merged), ...(made.isCut ? ['# Only its beginning: it repeats itself too often.'] : [])];
  const before = notes.length > 0 && made.lines.length > 0 ? [...notes, ''] : notes;
  const origins = new Origins(written);
  const lines = [...before.map(() => -1), ...made.lines.map((line) => origins.indexOf(line))];
  const entries = made.lines.flatMap(({ path, begins }, index) =>
    begins && path.length === 1 ? [{ name: String(path[0]), line: before.length + index }] : [],
  );
  return {
    text: [...before, ...made.lines.map(({ text }) => text), ''].join('\n'),
    name: nameOf(entry),
    entry: uriOf(entry) ?? '',
    lines,
    origins: origins.list,
    entries,
    sources: written.sources.flatMap((path) => uriOf(path) ?? []),
  };
}

function notesOf({ judge, unknown, value }: MergedPipeline): string[] {
  const { errors } = judge();
  const refused =
    value === undefined ? 'GitLab refuses this pipeline before it is merged' : 'GitLab refuses this pipeline';
  return [
    ...errors.map((error) => `# ${refused}: ${oneLine(error)}`),
    ...unknown.map(({ name, because }) => `# Not in here: ${oneLine(name)}, because ${oneLine(because)}`),
  ];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

class Origins {
  readonly list: LineOrigin[] = [];
  readonly #known = new Map<string, number>();
  readonly #written: Written;

  constructor(written: Written) {
    this.#written = written;
  }

  indexOf({ origin }: MergedLine): number {
    if (origin === undefined) return -1;
    const steps = stepWords(origin);
    const place = origin.place && writtenPlace(origin.place);
    const key = JSON.stringify([place?.path, place?.start, steps]);
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    this.#known.set(key, this.list.length);
    this.list.push({ ...(place ? this.#placed(place) : { file: '' }), steps, ...this.#includer(origin) });
    return this.list.length - 1;
  }

  #placed({ path, start, end }: WrittenPlace): Omit<LineOrigin, 'steps'> {
    return { ...this.#named(path), place: this.#written.nameOf(path, start.line + 1), range: { start, end } };
  }

  #named(path: string): Pick<LineOrigin, 'file' | 'uri'> {
    const uri = this.#written.uriOf(path);
    return { file: this.#written.nameOf(path), ...(uri !== undefined && { uri }) };
  }

  #includer({ place }: NonNullable<MergedLine['origin']>): Pick<LineOrigin, 'includedBy'> {
    const includer = place && this.#written.merged.trace?.includerOf(place.file);
    if (includer === undefined) return {};
    const line = includePlace(includer)?.start.line ?? 0;
    const { path } = includer.file;
    return { includedBy: { ...this.#named(path), place: this.#written.nameOf(path, line + 1), line } };
  }
}
