import { isRecord, ownText, ownValue } from '../../base/record.ts';
import type { Issue } from '../../schema/issue.ts';
import { coreDialect } from '../../yaml/dialect.ts';
import type { YamlFile } from '../../yaml/file.ts';
import { toValue } from '../../yaml/value.ts';
import { readConfiguration } from './configuration.ts';

export type Tier = 'production' | 'staging' | 'testing' | 'development' | 'other';
export type Controller = 'flux' | 'argo-cd' | 'gitlab-agent' | 'push';

/** `.plumbline.yml` as the workflows use it. Paths are as written, from the repository's root. */
export interface PlumblineConfig {
  /** In the order of the file. */
  readonly environments: readonly EnvironmentConfig[];
  readonly schemas: readonly { readonly match: readonly string[]; readonly schema: string }[];
  readonly ignoreDifferences: readonly IgnoredDifference[];
  /** What is wrong with the file. What is wrong is left out above, the rest is there. */
  readonly problems: readonly Issue[];
}

export interface EnvironmentConfig {
  /** The key. */
  readonly name: string;
  /** The environment's name in GitLab: `gitlab`, or the key. */
  readonly gitlabName: string;
  readonly tier?: Tier;
  readonly source?: string;
  readonly kubernetes?: { readonly context?: string; readonly namespace?: string; readonly agent?: string };
  readonly controller?: Controller;
  readonly terraform?: { readonly directory: string; readonly workspace?: string };
  readonly ansible?: { readonly playbook: string; readonly inventory?: string };
  readonly cloudformation?: { readonly template: string; readonly stack: string; readonly region?: string };
  readonly puppet?: { readonly manifest: string };
}

export interface IgnoredDifference {
  readonly kind: string;
  readonly group?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly jsonPointers: readonly string[];
  readonly jqPathExpressions: readonly string[];
  readonly managedFieldsManagers: readonly string[];
  readonly reason?: string;
}

const TIERS: readonly Tier[] = ['production', 'staging', 'testing', 'development', 'other'];
const CONTROLLERS: readonly Controller[] = ['flux', 'argo-cd', 'gitlab-agent', 'push'];

/** Reads the configuration; a broken file gives what can be read, and its problems. */
export function readPlumblineConfig(file: YamlFile): PlumblineConfig {
  const document = file.documents[0]?.document;
  const { value } = toValue(document?.root, { dialect: coreDialect, anchors: document?.anchors ?? new Map() });
  const environments = ownValue(value, 'environments');
  return {
    environments: isRecord(environments)
      ? Object.entries(environments).map(([name, own]) => readEnvironment(name, own))
      : [],
    schemas: listAt(value, 'schemas').flatMap(readSchema),
    ignoreDifferences: listAt(value, 'ignoreDifferences').flatMap(readDifference),
    problems: readConfiguration(file).issues,
  };
}

function readEnvironment(name: string, value: unknown): EnvironmentConfig {
  const tier = TIERS.find((known) => known === ownText(value, 'tier'));
  const controller = CONTROLLERS.find((known) => known === ownText(value, 'controller'));
  return {
    name,
    gitlabName: ownText(value, 'gitlab') ?? name,
    ...texts(value, ['source']),
    ...(tier !== undefined && { tier }),
    ...(controller !== undefined && { controller }),
    ...section('kubernetes', texts(ownValue(value, 'kubernetes'), ['context', 'namespace', 'agent'])),
    ...readTools(value),
  };
}

function readTools(value: unknown): Pick<EnvironmentConfig, 'terraform' | 'ansible' | 'cloudformation' | 'puppet'> {
  const terraform = texts(ownValue(value, 'terraform'), ['directory', 'workspace']);
  const ansible = texts(ownValue(value, 'ansible'), ['playbook', 'inventory']);
  const cloudformation = texts(ownValue(value, 'cloudformation'), ['template', 'stack', 'region']);
  const puppet = texts(ownValue(value, 'puppet'), ['manifest']);
  return {
    ...(has(terraform, 'directory') && { terraform }),
    ...(has(ansible, 'playbook') && { ansible }),
    ...(has(cloudformation, 'template') && has(cloudformation, 'stack') && { cloudformation }),
    ...(has(puppet, 'manifest') && { puppet }),
  };
}

function readSchema(value: unknown): { match: readonly string[]; schema: string }[] {
  const schema = ownText(value, 'schema');
  const match = textsAt(value, 'match');
  return schema === undefined || match.length === 0 ? [] : [{ match, schema }];
}

function readDifference(value: unknown): IgnoredDifference[] {
  const kind = ownText(value, 'kind');
  if (kind === undefined) return [];
  return [
    {
      kind,
      ...texts(value, ['group', 'name', 'namespace', 'reason']),
      jsonPointers: textsAt(value, 'jsonPointers'),
      jqPathExpressions: textsAt(value, 'jqPathExpressions'),
      managedFieldsManagers: textsAt(value, 'managedFieldsManagers'),
    },
  ];
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = ownValue(value, key);
  return Array.isArray(list) ? list : [];
}

function textsAt(value: unknown, key: string): string[] {
  return listAt(value, key).filter((item) => typeof item === 'string');
}

/** The members that are strings, under the wanted keys. */
function texts<Key extends string>(value: unknown, keys: readonly Key[]): Partial<Record<Key, string>> {
  const found: Partial<Record<Key, string>> = {};
  for (const key of keys) {
    const text = ownText(value, key);
    if (text !== undefined) found[key] = text;
  }
  return found;
}

function section<Name extends string, Value extends object>(name: Name, value: Value): Partial<Record<Name, Value>> {
  const found: Partial<Record<Name, Value>> = {};
  if (Object.keys(value).length > 0) found[name] = value;
  return found;
}

function has<Value extends object, Key extends keyof Value>(
  value: Value,
  key: Key,
): value is Value & Required<Pick<Value, Key>> {
  return value[key] !== undefined;
}
