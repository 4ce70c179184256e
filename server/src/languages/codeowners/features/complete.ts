import type { OffsetRange } from '../../../base/range.ts';
import { counted } from '../../../base/words.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { Completion } from '../../language.ts';
import { referencesOf, roles, sourceOf } from '../owner.ts';
import { titleOf, type OwnersFile } from '../owners-file.ts';
import { ownerNames } from '../people.ts';
import { repositoryTree } from '../repository.ts';
import { completePath } from './complete-path.ts';

/** Owners, and in an entry's first word paths and sections. */
export function complete(model: OwnersFile, snapshot: Snapshot, offset: number): readonly Completion[] {
  const { lines, text } = model.file;
  const start = lines.lineStart(lines.positionAt(offset).line);
  const before = text.slice(start, offset);
  if (/^\s*#/.test(before)) return [];
  const word = before.slice(startOfWord(before));
  const isFirstWord = before.trimStart() === word;
  const range = { start: offset - word.length, end: offset };
  if (isFirstWord) return firstWords(model, snapshot, { word, range });
  // In a name of a section, or behind an exclusion, which has no owners.
  if (/^\s*(?:!|\^?\[[^\]]*$)/.test(before)) return [];
  return owners(model, snapshot, { word, range: { start: range.start, end: endOfWord(text, offset) } });
}

/** Where the last word of a text begins; white space behind a backslash belongs to it. */
function startOfWord(text: string): number {
  let start = text.length;
  while (start > 0 && (/\S/.test(text.charAt(start - 1)) || text[start - 2] === '\\')) start--;
  return start;
}

interface Typed {
  readonly word: string;
  readonly range: OffsetRange;
}

function endOfWord(text: string, offset: number): number {
  return offset + (/^[^\s#]*/.exec(text.slice(offset, offset + 300))?.[0].length ?? 0);
}

function firstWords(model: OwnersFile, snapshot: Snapshot, { word, range }: Typed): Completion[] {
  if (/^\^?\[/.test(word)) return word.includes(']') ? [] : sections(model, { word, range });
  const tree = repositoryTree(snapshot, model.file.path);
  const isExclusion = word.startsWith('!');
  const typed = isExclusion ? word.slice(1) : word;
  const paths = tree === undefined ? [] : completePath(tree, typed);
  const place = { start: range.start + (isExclusion ? 1 : 0), end: range.end };
  const snippets: Completion[] =
    word === ''
      ? [
          { label: '*', kind: 'value', range, newText: '* ', detail: 'every file', sortText: '0', continues: true },
          { label: '[Section]', kind: 'snippet', range, newText: '[${1:Name}]', isSnippet: true, sortText: '2' },
        ]
      : [];
  return [...snippets, ...paths.map((path) => ({ ...path, range: place }))];
}

function sections({ sections: all, file }: OwnersFile, { word, range }: Typed): Completion[] {
  const optional = word.startsWith('^') ? '^' : '';
  const end = range.end + (file.text[range.end] === ']' ? 1 : 0);
  return (
    all
      .filter(({ heads }) => heads.length > 0)
      .map((section): Completion => {
        const label = `${optional}[${section.name}]`;
        const detail = `${counted(section.ranks.size, 'entry')}, goes on here`;
        return {
          label: titleOf(section),
          filterText: label,
          kind: 'keyword',
          range: { ...range, end },
          newText: label,
          detail,
        };
      })
      // The one that is being written is in the list as well.
      .filter(({ label }) => label !== word.replace(/^\^?\[/, ''))
  );
}

/** Those of this file, the roles, and what GitLab knows. */
function owners(model: OwnersFile, snapshot: Snapshot, { range }: Typed): Completion[] {
  const uses = new Map<string, number>();
  const words = [...model.entries, ...model.heads].map((each) => each.line.owners);
  for (const line of words) {
    const own = line.filter(({ start, end }) => end - start > 1);
    for (const reference of referencesOf(own)) uses.set(sourceOf(reference), (uses.get(sourceOf(reference)) ?? 0) + 1);
  }
  const current = model.file.text.slice(range.start, range.end);
  if (uses.get(current) === 1) uses.delete(current);
  const items = new Map<string, Omit<Completion, 'range'>>();
  for (const [name, number] of uses) items.set(name, item(name, `in ${counted(number, 'line')}`, '0'));
  for (const { name, detail } of ownerNames(snapshot, model) ?? []) {
    items.set(name, item(name, detail, items.has(name) ? '0' : '1'));
  }
  for (const role of roles) {
    const name = `@@${role}`;
    if (!items.has(name)) items.set(name, item(name, 'direct members of the project with this role', '2'));
  }
  return Array.from(items.values(), (each) => ({ ...each, range }));
}

function item(name: string, detail: string | undefined, group: string): Omit<Completion, 'range'> {
  return {
    label: name,
    kind: 'value',
    newText: name,
    sortText: `${group}${name}`,
    ...(detail !== undefined && { detail }),
  };
}
