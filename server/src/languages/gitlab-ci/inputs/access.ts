import { isRecord, ownValue, type DataRecord } from '../../../base/record.ts';

/** What a block comes to, or the first error in GitLab's words. */
export type Interpolated =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

const MAX_NAMES = 5;
const MAX_BYTES = 1024;
const MAX_INDICES = 5;

/**
 * The value that `inputs.name` or `inputs.list[0]` leads to (lib/gitlab/ci/config/interpolation/access.rb,
 * https://docs.gitlab.com/ci/inputs/).
 */
export function valueAt(access: string, values: DataRecord): Interpolated {
  const names = access.split('.');
  if (names.length <= 1) {
    return refused('invalid pattern used for interpolation. valid pattern is $[[ inputs.input ]]');
  }
  if (access.length > MAX_BYTES) return refused('maximum interpolation expression size exceeded');
  let result: Interpolated = { ok: true, value: values };
  // What is behind the fourth point is one name.
  for (const name of [...names.slice(0, MAX_NAMES - 1), names.slice(MAX_NAMES - 1).join('.')]) {
    if (name !== '' && result.ok) result = part(result.value, name, access);
  }
  return result;
}

function part(value: unknown, segment: string, access: string): Interpolated {
  if (!segment.includes('[')) return member(value, segment, access);
  const [, name = '', written = ''] = /^(\w*)((?:\[\d+\])+)$/.exec(segment) ?? [];
  if (written === '') return refused(wrongIndex(segment, access));
  if (name === '') return refused(`invalid indexed access without a key in \`${access}\``);
  const indices = [...written.matchAll(/\d+/g)].map(([index]) => Number(index));
  if (indices.length > MAX_INDICES) {
    return refused(`too many array indices in \`${access}\` (maximum depth: ${MAX_INDICES})`);
  }
  let result = member(value, name, access);
  for (const index of indices) if (result.ok) result = item(result.value, index, access);
  return result;
}

function member(value: unknown, name: string, access: string): Interpolated {
  if (isRecord(value) && Object.hasOwn(value, name)) return { ok: true, value: ownValue(value, name) };
  return refused(`unknown interpolation provided: \`${name}\` in \`${access}\``);
}

function item(value: unknown, index: number, access: string): Interpolated {
  if (!Array.isArray(value)) return refused(`cannot index into non-array value at [${index}] in \`${access}\``);
  if (index < value.length) return { ok: true, value: value[index] as unknown };
  return refused(`array index ${index} out of bounds (size: ${value.length}) in \`${access}\``);
}

function wrongIndex(segment: string, access: string): string {
  const count = (bracket: string): number => segment.split(bracket).length;
  if (count('[') !== count(']')) return `invalid array index in \`${access}\`: missing closing bracket`;
  const contents = [...segment.matchAll(/\[([^\]]*)\]/g)].map(([, content = '']) => content);
  const wrong = contents.find((content) => !/^\d+$/.test(content));
  return wrong === undefined
    ? `invalid array index syntax in \`${access}\``
    : `invalid array index in \`${access}\`: \`${wrong}\` is not a valid index`;
}

function refused(error: string): Interpolated {
  return { ok: false, error };
}
