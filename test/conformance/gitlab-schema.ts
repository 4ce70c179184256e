import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateTopLevel, type TopLevelVerdict } from '../../server/src/languages/gitlab-ci/index.ts';
import { parseYamlFile, type YamlFile } from '../../server/src/yaml/file.ts';
import { scalarText, valueOf } from '../../server/src/yaml/node.ts';

/**
 * Runs GitLab's own tests of its JSON Schema: a folder with `positive` and `negative`, in which every top-level key of
 * every file is one case, judged alone. A key whose value is a whole file (`workflow` in it, say) is judged by its parts.
 */
export function runSchemaCases(folder: string): { passed: number; failed: number; lines: string[] } {
  const verdicts = (['positive', 'negative'] as const).flatMap((kind) =>
    filesBelow(join(folder, kind)).flatMap((path) => {
      const file = parseYamlFile(path, readFileSync(path, 'utf8'));
      return verdictsOf(file).map((verdict) => ({ kind, file, verdict }));
    }),
  );
  const failed = verdicts.filter(({ kind, verdict }) => verdict.faults.length > 0 !== (kind === 'negative'));
  const lines = failed.map(({ file, verdict }) => {
    return complaint(`${file.path.slice(folder.length + 1)} "${verdict.name}"`, verdict, file);
  });
  return { passed: verdicts.length - failed.length, failed: failed.length, lines };
}

function verdictsOf(file: YamlFile): TopLevelVerdict[] {
  const root = file.documents[0]?.document.root;
  return validateTopLevel(file).map((verdict) => {
    const value = valueOf(root, verdict.name);
    const isWholeFile = value?.kind === 'mapping' && value.entries.every(({ key }) => scalarText(key) === 'workflow');
    const range = isWholeFile ? file.rangeOf(value) : undefined;
    if (range === undefined || value?.kind !== 'mapping' || value.entries.length === 0) return verdict;
    const { character } = file.lines.positionAt(range.start);
    const text = file.text.slice(range.start, range.end).replaceAll(`\n${' '.repeat(character)}`, '\n');
    const faults = validateTopLevel(parseYamlFile(file.path, text)).flatMap((part) => part.faults);
    return { name: verdict.name, faults: faults.map((fault) => ({ ...fault, range })) };
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function complaint(id: string, { faults }: TopLevelVerdict, file: YamlFile): string {
  const found = faults.map(({ range, message }) => {
    const line = range === undefined ? '' : `line ${file.lines.positionAt(range.start).line + 1}: `;
    return `${line}${message}`;
  });
  return found.length === 0
    ? `${id}: expected a fault, got none`
    : `${id}: expected no fault, got ${found.join(' · ')}`;
}
