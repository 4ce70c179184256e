import { jsonText } from '../../../base/json.ts';
import type { DataRecord } from '../../../base/record.ts';
import { errorsAlone } from '../entries/entry.ts';
import { PIPELINE_WHEN, rules } from '../entries/rules.ts';
import { isBlank } from '../entries/tests.ts';

/** The keys that say where an include lies. One that is empty says nothing, nor does a project without a file. */
export const INCLUDE_KINDS = ['local', 'project', 'remote', 'template', 'artifact', 'component'] as const;

const VALID_KINDS = INCLUDE_KINDS.map((each) => `\`${each}\``).join(', ');

/** GitLab's words for an include that it cannot tell, before it looks for any file; undefined for one that it can. */
export function includeError(item: DataRecord): string | undefined {
  const kinds = INCLUDE_KINDS.filter((kind) => !isBlank(item[kind]) && (kind !== 'project' || !isBlank(item['file'])));
  const [kind] = kinds;
  if (kind === undefined) {
    const subject = jsonText(item);
    return `\`${subject}\` does not have a valid subkey for include. Valid subkeys are: ${VALID_KINDS}`;
  }
  if (kinds.length > 1) return `Each include must use only one of: ${VALID_KINDS}`;
  if (kind === 'remote') return addressError(item['remote']);
  if (kind === 'artifact') return 'Including configs from artifacts is only allowed when triggering child pipelines';
  return undefined;
}

/** Variables may stand anywhere in an address. */
function addressError(address: unknown): string | undefined {
  if (typeof address !== 'string' || address.includes('$') || /^https?:\/\/[^\s/]/i.test(address)) return undefined;
  return `Remote file \`${address}\` does not have a valid address!`;
}

const includeRules = rules(PIPELINE_WHEN, 'include');

/** The first error of `include:rules`, which GitLab judges before everything else in the file. */
export function includeRulesError(written: unknown): string | undefined {
  const [first] = errorsAlone(includeRules, written, 'rules', 'rules');
  return first && `include:${first}`;
}
