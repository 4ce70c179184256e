declare const PLUMBLINE_VERSION: string | undefined;

/** The version in package.json, which the build puts in; `0.0.0` when run from source. */
export const productVersion = typeof PLUMBLINE_VERSION === 'string' ? PLUMBLINE_VERSION : '0.0.0';
