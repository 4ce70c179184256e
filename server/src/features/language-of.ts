import type { Language } from '../languages/language.ts';
import { languages } from '../languages/registry.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { isTooLong, type YamlFile } from '../yaml/file.ts';

/** The first language of the registry that claims the file; undefined for a file that Plumbline knows nothing about, or does not read. */
export function languageOf(snapshot: Snapshot, file: YamlFile): Language | undefined {
  const before = known.get(file);
  if (before?.snapshot === snapshot) return before.language;
  if (isTooLong(file)) return undefined;
  const language = languages.find((candidate) => candidate.claims(file, snapshot));
  known.set(file, { snapshot, language });
  return language;
}

const known = new WeakMap<YamlFile, { readonly snapshot: Snapshot; readonly language: Language | undefined }>();
