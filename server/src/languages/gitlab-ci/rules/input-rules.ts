import { isRecord, orderedEntries, ownValue, type DataRecord } from '../../../base/record.ts';
import { psychDialect } from '../../../yaml/dialect.ts';
import type { YamlDocument } from '../../../yaml/file.ts';
import { toValue } from '../../../yaml/value.ts';
import type { Finding } from '../../language.ts';
import { resolveInputs, ruleThatHolds, rubyText } from '../inputs/values.ts';
import { ownInputsOfFile, type FileInputs } from '../model/file-inputs.ts';
import { fieldsOf, flatItems } from '../model/follow.ts';
import type { Pipeline } from '../model/pipeline.ts';

const known = new WeakMap<YamlDocument, readonly Finding[]>();

/**
 * The default that a rule of an input gives is one of that rule's options (https://docs.gitlab.com/ci/yaml/#specinputsrules).
 * Only of the rules that hold when nothing is given: the others may never be met.
 */
export function inputRuleFindings({ own }: Pipeline): readonly Finding[] {
  const { header } = own;
  // Conditions name inputs of the same header only.
  const inputs = header === undefined ? undefined : ownInputsOfFile(own);
  // Without a value for what is required nothing is known of the others.
  if (header === undefined || inputs === undefined || inputs.required.length > 0) return [];
  const findings = known.get(header) ?? [...findingsOf(inputs)];
  known.set(header, findings);
  return findings;
}

function* findingsOf({ declared, anchors }: FileInputs): Generator<Finding> {
  const specifications: Record<string, unknown> = {};
  for (const [name, { value }] of declared) {
    specifications[name] = value === undefined ? null : toValue(value, { dialect: psychDialect, anchors }).value;
  }
  const { values, errors } = resolveInputs(specifications, {});
  const before: Record<string, unknown> = {};
  for (const [name, specification] of orderedEntries(specifications)) {
    const rules = ownValue(specification, 'rules');
    const isWrong = errors.some(
      (error) => error.startsWith(`\`${name}\` input: `) && error.includes('allowed options'),
    );
    if (Array.isArray(rules) && isWrong) {
      const index = ruleThatHolds(rules, before);
      const items = flatItems(fieldsOf(declared.get(name)?.value, anchors).get('rules')?.value, anchors);
      const at = fieldsOf(items[index], anchors).get('default')?.value;
      const rule: unknown = rules[index];
      if (at !== undefined && items.length === rules.length && isRecord(rule)) yield { at, message: words(name, rule) };
    }
    before[name] = values[name];
  }
}

function words(name: string, { default: byDefault, options }: DataRecord): string {
  const allowed = Array.isArray(options) ? options.map(rubyText) : [];
  const list = allowed.length === 0 ? 'there are no options' : `the options are ${allowed.slice(0, 12).join(', ')}`;
  return `The default that this rule gives '${name}' is '${rubyText(byDefault)}'; ${list}`;
}
