import { jsonText } from '../../../base/json.ts';
import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';
import { errorsAlone } from '../entries/entry.ts';
import { PIPELINE_WHEN, rules } from '../entries/rules.ts';
import { isBlank } from '../entries/tests.ts';
import { rubyText } from '../inputs/values.ts';
import { inspect } from './references.ts';

/** The keys that say where an include lies. One that is empty says nothing, nor does a project without a file. */
export const INCLUDE_KINDS = ['local', 'project', 'remote', 'template', 'artifact', 'component'] as const;

/** Those that `spec:include` knows. */
const SHARED_KINDS = ['local', 'remote', 'project'] as const;

/** GitLab's words for an include that it cannot tell, before it looks for any file; undefined for one that it can. */
export function includeError(item: DataRecord): string | undefined {
  return kindError(item, INCLUDE_KINDS, 'include');
}

/** The same of an item of `spec:include`. */
export function sharedIncludeError(item: DataRecord): string | undefined {
  return kindError(item, SHARED_KINDS, 'header include');
}

function kindError(item: DataRecord, allowed: readonly Kind[], what: string): string | undefined {
  const kinds = kindsOf(item, allowed);
  const [kind] = kinds;
  const names = allowed.map((each) => `\`${each}\``).join(', ');
  if (kind === undefined) {
    return `\`${jsonText(item)}\` does not have a valid subkey for ${what}. Valid subkeys are: ${names}`;
  }
  if (kinds.length > 1) return `Each include must use only one of: ${names}`;
  if (kind === 'artifact') return 'Including configs from artifacts is only allowed when triggering child pipelines';
  const wrong = locationError(kind, kind === 'project' ? item['file'] : item[kind]);
  if (wrong !== undefined) return wrong;
  if (kind === 'project') return projectError(item['project']);
  return kind === 'remote' ? addressError(item['remote']) : undefined;
}

/** Where a file lies is a text that ends as YAML files do; what a variable stands for is known later. */
function locationError(kind: Kind, location: unknown): string | undefined {
  if (kind === 'component') {
    const isNamed = typeof location === 'string';
    return isNamed ? componentError(location) : `Included file \`${inspect(location)}\` needs to be a string`;
  }
  const all = kind === 'project' && Array.isArray(location) ? (location as unknown[]) : [location];
  return all.map((each) => fileError(kind, each)).find((error) => error !== undefined);
}

function fileError(kind: Kind, file: unknown): string | undefined {
  const isText = typeof file === 'string';
  // A path is made a text of, whatever it is (lib/gitlab/ci/config/external/file/local.rb and project.rb).
  if (!isText && kind !== 'local' && kind !== 'project')
    return `Included file \`${inspect(file)}\` needs to be a string`;
  const text = rubyText(file);
  if (text.includes('$') || (kind === 'local' && isText) || /[^/]\.ya?ml$/i.test(text)) return undefined;
  return `Included file \`${text}\` does not have YAML extension!`;
}

/** A project without files is an include of nothing, and so refused only where nothing else is included. */
export function isOfNoFile(item: DataRecord): boolean {
  const { file } = item;
  const isNothing = file === undefined || file === null || (Array.isArray(file) && file.length === 0);
  return !isBlank(item['project']) && isNothing;
}

/** The path of a project names its group. */
function projectError(written: unknown): string | undefined {
  const project = rubyText(Array.isArray(written) ? (written as unknown[])[0] : written);
  if (/[$]|[^/]\/[^/]/.test(project)) return undefined;
  return `Project \`${project.toLowerCase()}\` not found or access denied! Make sure any includes in the pipeline configuration are correctly defined.`;
}

/** A component is asked for at a version. */
function componentError(address: string): string | undefined {
  if (/[$@]/.test(address)) return undefined;
  return `Component '${address}' - the component path is not supported`;
}

/** How an include names its file, where it does so in one way. */
export function includeKind(item: DataRecord): Kind | undefined {
  return kindsOf(item, INCLUDE_KINDS)[0];
}

type Kind = (typeof INCLUDE_KINDS)[number];

function kindsOf(item: DataRecord, allowed: readonly Kind[]): Kind[] {
  // False is a path as any other, once it is made a text of.
  return allowed.filter(
    (kind) =>
      (kind === 'local' ? isGiven(item[kind]) : !isBlank(item[kind])) && (kind !== 'project' || !isBlank(item['file'])),
  );
}

function isGiven(value: unknown): boolean {
  return rubyText(value).trim() !== '';
}

/** Variables may stand anywhere in an address. */
function addressError(address: unknown): string | undefined {
  if (typeof address !== 'string' || address.includes('$') || /^https?:\/\/[^\s/]/i.test(address)) return undefined;
  return `Remote file \`${address}\` does not have a valid address!`;
}

const includeRules = rules(PIPELINE_WHEN, 'include');

/** What is wrong with the form of items of an include, else with the rules of any. */
export function formError(items: readonly unknown[]): string | undefined {
  const there = items.filter((item) => item !== null && item !== undefined);
  if (!there.every((item) => typeof item === 'string' || isRecord(item)))
    return 'Each include must be a hash or a string';
  for (const item of there) {
    const written = ownValue(item, 'rules') ?? false;
    const error = written === false ? undefined : includeRulesError(written);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** The first error of `include:rules`, which GitLab judges before everything else in the file. */
function includeRulesError(written: unknown): string | undefined {
  // The list has no key of its own, so that a rule in it stands alone in the words (external/rules.rb).
  const [first] = errorsAlone(includeRules, written, 'rules');
  return first && `include:${first}`;
}
