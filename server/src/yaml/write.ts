import { stringify } from 'yaml';

/**
 * Writes a value as one YAML document for people to read and compare: long lines are not folded, and texts that a
 * YAML 1.1 reader would take for something else (`yes`, `010`) are quoted.
 */
export function writeYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
