import { jsonText } from '../../../base/json.ts';
import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';
import { errorsAlone } from '../entries/entry.ts';
import { PIPELINE_WHEN, rules } from '../entries/rules.ts';
import { isBlank } from '../entries/tests.ts';
import { inspect } from './references.ts';

/** The keys that say where an include lies. One that is empty says nothing, nor does a project without a file. */
export const INCLUDE_KINDS = ['local', 'project', 'remote', 'template', 'artifact', 'component'] as const;

const VALID_KINDS = INCLUDE_KINDS.map((each) => `\`${each}\``).join(', ');

/** GitLab's words for an include that it cannot tell, before it looks for any file; undefined for one that it can. */
export function includeError(item: DataRecord): string | undefined {
  const kinds = kindsOf(item);
  const [kind] = kinds;
  if (kind === undefined) {
    const subject = jsonText(item);
    return `\`${subject}\` does not have a valid subkey for include. Valid subkeys are: ${VALID_KINDS}`;
  }
  if (kinds.length > 1) return `Each include must use only one of: ${VALID_KINDS}`;
  if (kind === 'artifact') return 'Including configs from artifacts is only allowed when triggering child pipelines';
  const wrong = locationError(kind, kind === 'project' ? item['file'] : item[kind]);
  return wrong ?? (kind === 'remote' ? addressError(item['remote']) : undefined);
}

/** Where a file lies is a text that ends as YAML files do; what a variable stands for is known later. */
function locationError(kind: string, location: unknown): string | undefined {
  for (const each of Array.isArray(location) && kind === 'project' ? (location as unknown[]) : [location]) {
    if (typeof each !== 'string') return `Included file \`${inspect(each)}\` needs to be a string`;
    if (kind === 'local' || kind === 'component' || each.includes('$')) continue;
    if (!/[^/]\.ya?ml$/i.test(each)) return `Included file \`${each}\` does not have YAML extension!`;
  }
  return undefined;
}

/** How an include names its file, where it does so in one way. */
export function includeKind(item: DataRecord): (typeof INCLUDE_KINDS)[number] | undefined {
  return kindsOf(item)[0];
}

function kindsOf(item: DataRecord): (typeof INCLUDE_KINDS)[number][] {
  return INCLUDE_KINDS.filter((kind) => !isBlank(item[kind]) && (kind !== 'project' || !isBlank(item['file'])));
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
    const written = ownValue(item, 'rules') ?? undefined;
    const error = written === undefined ? undefined : includeRulesError(written);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** The first error of `include:rules`, which GitLab judges before everything else in the file. */
function includeRulesError(written: unknown): string | undefined {
  const [first] = errorsAlone(includeRules, written, 'rules', 'rules');
  return first && `include:${first}`;
}
