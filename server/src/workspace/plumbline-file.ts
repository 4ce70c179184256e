import { isRecord, ownText, ownValue, type DataRecord } from '../base/record.ts';
import { failure, success, type Problem, type Result } from '../base/result.ts';
import { coreDialect } from '../yaml/dialect.ts';
import { parseYamlFile } from '../yaml/file.ts';
import { toValue } from '../yaml/value.ts';

/** The names that the configuration may have in a repository's root. What the first says goes before what the second says. */
export const plumblineFileNames = ['.plumbline.yml', '.plumbline.yaml'] as const;

const controllers = ['flux', 'argo-cd', 'gitlab-agent', 'push'] as const;

export interface DeclaredEnvironment {
  readonly name: string;
  /** Relative to the repository's root, with forward slashes and without a slash at its end. */
  readonly source?: string;
  readonly kubernetes?: { readonly context: string; readonly namespace?: string };
  readonly controller?: (typeof controllers)[number];
}

interface PlumblineFile {
  readonly environments: readonly DeclaredEnvironment[];
  /** In the shape of Argo CD's; each entry is a mapping. */
  readonly ignoreDifferences: readonly DataRecord[];
}

/** Reads the environments of a configuration. The problem says what is wrong with which file. */
export function readPlumblineFile(name: string, text: string): Result<PlumblineFile> {
  const read = readText(name, text);
  if (read.ok) return read;
  return failure({ ...read.problem, message: `'${name}' ${read.problem.message}.`, action: `Correct '${name}'.` });
}

function readText(name: string, text: string): Result<PlumblineFile> {
  const file = parseYamlFile(name, text);
  const [problem] = file.problems();
  if (problem) {
    const { line } = file.lines.positionAt(problem.start);
    return invalid(`has a YAML error in line ${line + 1}: ${problem.message}`);
  }
  const document = file.documents[0]?.document;
  const value = document && toValue(document.root, { dialect: coreDialect, anchors: document.anchors }).value;
  if (!isRecord(value)) return invalid("is not a mapping; it begins with 'version: 1'");
  if (value['version'] !== 1) return invalid("must say 'version: 1'; no other version is known");
  return readSettings(value);
}

function readSettings(value: DataRecord): Result<PlumblineFile> {
  const declared = value['environments'] ?? {};
  if (!isRecord(declared)) return invalid("'environments' must map names to settings");
  const environments: DeclaredEnvironment[] = [];
  for (const [name, settings] of Object.entries(declared)) {
    const environment = readEnvironment(name, settings);
    if (!environment.ok) return environment;
    environments.push(environment.value);
  }
  const rules = value['ignoreDifferences'] ?? [];
  if (!Array.isArray(rules) || !rules.every(isRecord)) return invalid("'ignoreDifferences' must be a list of mappings");
  return success({ environments, ignoreDifferences: rules });
}

/** `message`: what follows the file's name. */
function invalid(message: string): { readonly ok: false; readonly problem: Problem } {
  return failure({ code: 'invalid', message });
}

function readEnvironment(name: string, settings: unknown): Result<DeclaredEnvironment> {
  if (settings === null || settings === undefined) return success({ name });
  if (!isRecord(settings)) return invalid(`must map the environment '${name}' to its settings`);
  const source = ownText(settings, 'source');
  if (source !== undefined && isOutside(source)) {
    return invalid(`names a source of '${name}' that is not inside the repository: '${source}'`);
  }
  const kubernetes = ownValue(settings, 'kubernetes');
  const context = ownText(kubernetes, 'context');
  const namespace = ownText(kubernetes, 'namespace');
  const written = ownText(settings, 'controller');
  const controller = controllers.find((known) => known === written);
  if (written !== undefined && controller === undefined) {
    return invalid(`names an unknown controller of '${name}': '${written}'; known are ${controllers.join(', ')}`);
  }
  return success({
    name,
    ...(source === undefined ? {} : { source: source.replace(/^\.\//, '').replace(/\/+$/, '') }),
    ...(context === undefined ? {} : { kubernetes: { context, ...(namespace === undefined ? {} : { namespace }) } }),
    ...(controller === undefined ? {} : { controller }),
  });
}

function isOutside(source: string): boolean {
  if (/^(?:\/|[A-Za-z]:|\\)/.test(source)) return true;
  let depth = 0;
  for (const part of source.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}
