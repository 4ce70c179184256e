import type { Location } from '../base/range.ts';
import type { SymbolKind } from '../languages/language.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { languageOf } from './language-of.ts';

/** A name somewhere in the workspace. */
export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly container?: string;
  readonly location: Location;
}

/** More files than this are not read for a search: a repository may hold a hundred thousand. */
const MOST_FILES = 3000;

/** Nobody reads more; the editor asks again with the next letter. */
const MOST_SYMBOLS = 1000;

/** The YAML files that a search looks through: pipelines first, as there are fewer of them. */
export function searchedFiles({ roots, filesBelow }: Snapshot): readonly string[] {
  const paths = roots.flatMap((root) => filesBelow(root) ?? []).filter((path) => /\.ya?ml$/i.test(path));
  const isPipeline = (path: string): boolean => /gitlab-ci|\/\.gitlab\/|\/templates\//.test(path);
  return [...paths.filter(isPipeline), ...paths.filter((path) => !isPipeline(path))].slice(0, MOST_FILES);
}

/** Answers `workspace/symbol`: names that have the letters of the query in their order, whatever lies between them. */
export function workspaceSymbol(snapshot: Snapshot, query: string): readonly WorkspaceSymbol[] {
  const letters = query.toLowerCase().replaceAll(/\s/g, '');
  const found: WorkspaceSymbol[] = [];
  for (const path of searchedFiles(snapshot)) {
    const state = snapshot.file(path);
    if (state.state !== 'loaded') continue;
    for (const { range, ...named } of languageOf(snapshot, state.file)?.named?.(state.file) ?? []) {
      if (isInOrder(letters, named.name.toLowerCase())) found.push({ ...named, location: { path, range } });
    }
    if (found.length >= MOST_SYMBOLS) break;
  }
  return found.slice(0, MOST_SYMBOLS);
}

function isInOrder(letters: string, name: string): boolean {
  let at = -1;
  for (const letter of letters) {
    at = name.indexOf(letter, at + 1);
    if (at === -1) return false;
  }
  return true;
}
