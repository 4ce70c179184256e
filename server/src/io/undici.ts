// A module of our own to load when it is first needed: a bundle knows no names of a CommonJS package that is imported dynamically.
export { EnvHttpProxyAgent, fetch } from 'undici';
