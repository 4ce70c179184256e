import { isRecord, ownValue, type DataRecord } from '../../base/record.ts';
import {
  encryptedValue,
  isEncrypted,
  isEncryptedText,
  isSealed,
  seal,
  sealNull,
  sealUnlessEncrypted,
} from './sealed.ts';

export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

const sensitiveAnnotation = /(password|passwd|token|api[-_]?key|private[-_]?key|credentials?)$/i;
const sensitiveVariable =
  /(^|_)(password|passwd|passphrase|secret|token|api_?key|access_?key|private_?key|credentials?)$/i;

/**
 * A copy of an object in which no secret is readable: the data of Secrets, annotations and literal environment variables
 * whose names say that they hold one, and values that SOPS encrypted. `stringData` is merged into `data`, as the API server does.
 * The annotation with the last applied object is left out, because it repeats all of this as text.
 */
export function redact(object: unknown): unknown {
  if (!isRecord(object)) return object;
  const visible = object['kind'] === 'Secret' ? withSealedData(object) : object;
  return copy(withoutSopsBlock(visible));
}

function withoutSopsBlock(object: DataRecord): DataRecord {
  if (ownValue(object['sops'], 'mac') === undefined) return object;
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'sops'));
}

function withSealedData(secret: DataRecord): DataRecord {
  const { data, stringData, ...rest } = secret;
  const sealedData = {
    ...sealEach(data, (value) => withoutLineBreaks(plainText(value))),
    ...sealEach(stringData, (value) => base64(plainText(value))),
  };
  const hasData = isRecord(data) || isRecord(stringData);
  // Data of a wrong shape is no Secret to the API server, but it may still hold one.
  const shapeless = [data, stringData].some((value) => value !== undefined && value !== null && !isRecord(value));
  return { ...rest, ...(hasData ? { data: sealedData } : {}), ...(shapeless ? { data: seal('') } : {}) };
}

function sealEach(values: unknown, encode: (value: unknown) => string): DataRecord {
  if (!isRecord(values)) return {};
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, sealValue(value, encode)]));
}

function sealValue(value: unknown, encode: (value: unknown) => string): unknown {
  if (value === null || value === undefined) return sealNull();
  return isEncryptedText(plainText(value)) ? encryptedValue() : seal(encode(value));
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Go's base64 decoder skips line breaks, so a folded text is the same data. */
function withoutLineBreaks(text: string): string {
  return text.replaceAll(/[\r\n]/g, '');
}

function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function copy(value: unknown): unknown {
  if (typeof value === 'string') return isEncryptedText(value) ? encryptedValue() : value;
  if (Array.isArray(value)) return value.map(copy);
  if (!isRecord(value) || isSealed(value) || isEncrypted(value)) return value;
  const isVariable = typeof value['name'] === 'string' && sensitiveVariable.test(value['name']);
  const entries = Object.entries(value).map(([key, child]): [string, unknown] => {
    if (key === 'annotations' && isRecord(child)) return [key, copyAnnotations(child)];
    if (isVariable && key === 'value' && typeof child === 'string' && child !== '') {
      return [key, sealUnlessEncrypted(child)];
    }
    return [key, copy(child)];
  });
  return Object.fromEntries(entries);
}

function copyAnnotations(annotations: DataRecord): DataRecord {
  return Object.fromEntries(
    Object.entries(annotations)
      .filter(([key]) => key !== lastAppliedAnnotation)
      .map(([key, value]) => [
        key,
        typeof value === 'string' && sensitiveAnnotation.test(key) ? sealUnlessEncrypted(value) : copy(value),
      ]),
  );
}
