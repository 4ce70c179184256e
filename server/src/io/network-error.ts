/** The code of a failed connection (`ECONNRESET`, `CERT_HAS_EXPIRED`), also of what caused it; '' for an error without one. */
export function errorCode(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
    // A name with several addresses fails once for each.
    if (at instanceof AggregateError) return errorCode(at.errors[0]);
  }
  return '';
}

/** Whether the other side showed a certificate that is not trusted (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
export function isCertificateError(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/u.test(code);
}
