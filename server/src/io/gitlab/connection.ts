import { readFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { Dispatcher } from 'undici';

/** How instances are reached. */
export interface ConnectionSettings {
  /** A proxy's URL; the variables HTTPS_PROXY, HTTP_PROXY and NO_PROXY count when it is absent. */
  readonly proxy?: string;
  /** A PEM file with certificates to trust beside the usual ones. */
  readonly certificateFile?: string;
}

/**
 * Node's own fetch cannot be given certificates or a proxy, so requests go through undici. It is loaded with the first
 * request, because most sessions of the server start without one. `lookup` resolves the names of servers, not that of a
 * proxy.
 */
export async function openConnection(settings: ConnectionSettings, lookup?: LookupFunction): Promise<Dispatcher> {
  const { EnvHttpProxyAgent } = await import('../undici.ts');
  const ca = await certificates(settings.certificateFile);
  const direct = { ...(ca !== undefined && { ca }), ...(lookup !== undefined && { lookup }) };
  const trust = { connect: direct, ...(ca !== undefined && { requestTls: { ca }, proxyTls: { ca } }) };
  const proxy = settings.proxy === undefined ? {} : { httpProxy: settings.proxy, httpsProxy: settings.proxy };
  return new EnvHttpProxyAgent({ ...trust, ...proxy, connectTimeout: 15_000 });
}

/** Undefined when only the usual authorities count. */
async function certificates(file: string | undefined): Promise<string[] | undefined> {
  if (file === undefined || file === '') return undefined;
  return [...rootCertificates, await readFile(file, 'utf8')];
}
