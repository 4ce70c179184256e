import { psychDialect } from '../../../../yaml/dialect.ts';
import type { YamlFile } from '../../../../yaml/file.ts';
import type { Snapshot } from '../../../../workspace/snapshot.ts';
import type { Completion } from '../../../language.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { TextPosition } from './position.ts';

/** What a completion is worked out from. */
export interface Request {
  readonly position: TextPosition;
  readonly file: YamlFile;
  /** Worked out when it is asked for: for most lists the file's text is enough. */
  readonly pipeline: Pipeline;
  readonly snapshot: Snapshot;
  /** Of the cursor. */
  readonly offset: number;
}

/** A completion whose place is that of the word under the cursor. */
export interface Proposal extends Omit<Completion, 'range'> {
  /** `newText` is a value's text, to be quoted as its place asks; else it is written as it is. */
  readonly isText?: boolean;
}

type More = Partial<Pick<Proposal, 'detail' | 'documentation' | 'sortText' | 'deprecated' | 'continues'>>;

/** A name or another text, which may need quotes. */
export function textProposal(label: string, kind: Proposal['kind'], more: More = {}): Proposal {
  return { label, kind, newText: label, isText: true, ...more };
}

/** Something of YAML's own, such as `true` or a number. */
export function plainProposal(label: string, more: More = {}): Proposal {
  return { label, kind: 'value', newText: label, ...more };
}

/** Puts proposals in the place of the word under the cursor, in the quotes that stand there already. */
export function placeAll(proposals: readonly Proposal[], position: TextPosition): Completion[] {
  const { word, quote, needsSpace, flow } = position;
  return proposals.map(({ isText = false, ...proposal }) => {
    const written = isText
      ? quoted(proposal.newText, quote ?? (flow === undefined ? 'block' : 'flow'))
      : proposal.newText;
    // Without a space behind the colon it would be no value.
    return { ...proposal, range: word, newText: needsSpace ? ` ${written}` : written };
  });
}

/** A text inside the given quotes, or by itself: in quotes where YAML would read it as something else. */
export function quoted(text: string, place: '"' | "'" | 'block' | 'flow'): string {
  if (place === '"') return text.replace(/["\\]/g, '\\$&');
  if (place === "'") return text.replaceAll("'", "''");
  const isPlain =
    /^[A-Za-z0-9_./$*-](?:[^#:[\]{}&|>'"`\\\n]|:(?=\S)|(?<=\S)#)*$/.test(text) &&
    !/^[*-]|^\.\.\.$|:$/.test(text) &&
    text === text.trim() &&
    (place === 'block' || !/[,{}[\]]/.test(text));
  return isPlain && typeof psychDialect.resolvePlain(text) === 'string' ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Documentation that is worked out when somebody looks at the item. */
export function later(describe: () => string | undefined): { readonly documentation: () => string | undefined } {
  return { documentation: describe };
}

/** The steps of a path that are keys, from the job's or global keyword's name, as `image:name`. */
export function keywordPath(path: readonly string[], isJob: boolean): string {
  const [first, ...rest] = path;
  const inner = rest.filter((step) => step !== '-');
  return isJob || first === 'default' ? inner.join(':') : [first, ...inner].join(':');
}
