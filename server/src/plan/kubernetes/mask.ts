import { isRecord, ownText, ownValue, type DataRecord } from '../../base/record.ts';
import { lastAppliedAnnotation, redact } from './redact.ts';
import { isEncrypted, isSameSecret, isSealed } from './sealed.ts';

/**
 * A copy of an object, or of a `List` of them, in which every secret reads `***`: for any text of an object that is shown.
 * `stringData` appears as `data`, and the annotation with the last applied object is gone.
 */
export function maskSecrets(object: unknown): unknown {
  return show(sealAll(object), undefined, '');
}

/** Both sides of a difference, masked. Secrets that differ read `*** (before)` and `*** (after)`, as kubectl writes them. */
export function maskSecretPair(before: unknown, after: unknown): readonly [unknown, unknown] {
  const [left, right] = [sealAll(before), sealAll(after)];
  return [show(left, right, ' (before)'), show(right, left, ' (after)')];
}

function sealAll(value: unknown): unknown {
  const items = ownValue(value, 'items');
  if (isRecord(value) && (ownText(value, 'kind') ?? '').endsWith('List') && Array.isArray(items)) {
    return { ...value, items: items.map(sealAll) };
  }
  return redact(value);
}

function show(value: unknown, other: unknown, mark: string): unknown {
  if (isSealed(value)) return other === undefined || isSameSecret(value, other) ? '***' : `***${mark}`;
  if (isEncrypted(value)) return '*** (encrypted)';
  if (Array.isArray(value)) {
    const others: readonly unknown[] = Array.isArray(other) ? other : [];
    return value.map((item, index) => show(item, others[index], mark));
  }
  return isRecord(value) ? showRecord(value, other, mark) : value;
}

function showRecord(value: DataRecord, other: unknown, mark: string): DataRecord {
  const entries = Object.entries(value).filter(([key]) => key !== lastAppliedAnnotation);
  return Object.fromEntries(entries.map(([key, child]) => [key, show(child, ownValue(other, key), mark)]));
}
