import { generateKeyPair } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** Writes a new RSA key pair into `folder` as `NAME.key` and `NAME.pub` (PEM) and answers the two paths. */
export async function createKeyPair(folder: string, name: string): Promise<{ privateKey: string; publicKey: string }> {
  const keys = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const paths = { privateKey: path.join(folder, `${name}.key`), publicKey: path.join(folder, `${name}.pub`) };
  await writeFile(paths.privateKey, keys.privateKey, { mode: 0o600 });
  await writeFile(paths.publicKey, keys.publicKey);
  return paths;
}
