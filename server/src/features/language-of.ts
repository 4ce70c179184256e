import type { Language } from '../languages/language.ts';
import { languages } from '../languages/registry.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { YamlFile } from '../yaml/file.ts';

/** The first language of the registry that claims the file; undefined for a file that Plumbline knows nothing about. */
export function languageOf(snapshot: Snapshot, file: YamlFile): Language | undefined {
  return languages.find((candidate) => candidate.claims(file, snapshot));
}
