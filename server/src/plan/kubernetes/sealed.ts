/**
 * A secret inside an object that is compared. It shows nothing: it has no property with the value, and JSON of it is
 * `{"k":"secret"}`. Only this module can look inside, and only to tell whether two secrets are the same.
 */
interface Sealed {
  readonly k: 'secret';
}

/** A value that is encrypted in Git (SOPS): that it is there is known, what it is is not. */
interface Encrypted {
  readonly k: 'unknown';
  readonly why: 'encrypted in Git';
}

const contents = new WeakMap<object, string>();
const encrypted: Encrypted = Object.freeze({ k: 'unknown', why: 'encrypted in Git' });

/** Seals a text. Only equal texts are equal secrets. */
export function seal(text: string): Sealed {
  const sealed: Sealed = Object.freeze({ k: 'secret' });
  contents.set(sealed, text);
  return sealed;
}

/** A secret that is written as null. It is stored as the empty string, or not at all by a client-side apply. */
const nothing = seal('');

/** The secret that stands for null. */
export function sealNull(): Sealed {
  return nothing;
}

/** Whether a value is the secret that stands for null. */
export function isSealedNull(value: unknown): boolean {
  return value === nothing;
}

/** Seals a text, unless it is a value that SOPS encrypted (https://getsops.io). */
export function sealUnlessEncrypted(text: string): Sealed | Encrypted {
  return isEncryptedText(text) ? encrypted : seal(text);
}

/** Whether SOPS encrypted a text (https://getsops.io). */
export function isEncryptedText(text: string): boolean {
  return /^ENC\[AES256_GCM,/.test(text);
}

/** The value that stands for an encrypted text in the compared object. */
export function encryptedValue(): Encrypted {
  return encrypted;
}

/** Whether a value stands for an encrypted text. */
export function isEncrypted(value: unknown): value is Encrypted {
  return value === encrypted;
}

/** Whether a value is a secret. */
export function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && contents.has(value);
}

/** Whether both are secrets with the same content. */
export function isSameSecret(left: unknown, right: unknown): boolean {
  return isSealed(left) && isSealed(right) && contents.get(left) === contents.get(right);
}
