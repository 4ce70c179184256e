/** Server → client request: the token of an instance from the client's secret storage; null when there is none. */
export const tokenRequest = 'plumbline/token';
export interface TokenParams {
  readonly instance: string;
}
export type TokenResult = { readonly token: string } | null;

/**
 * Checks a token with the instance (`GET /personal_access_tokens/self`, `GET /user`) and uses it from then on. The server keeps
 * it in memory only; the client stores it after success.
 */
export const signInRequest = 'plumbline/signIn';
export interface SignInParams {
  /** `https://gitlab.example.com`, with a relative root where the instance has one. */
  readonly instance: string;
  readonly token: string;
}
export interface Account {
  readonly instance: string;
  readonly username: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** ISO date. */
  readonly expiresAt?: string;
  /** What this token cannot do, for the user; empty when it can do everything. */
  readonly limits: readonly string[];
}

export const signOutRequest = 'plumbline/signOut';
export interface SignOutParams {
  readonly instance: string;
}

/** Client → server notification: the accounts whose tokens the client holds. */
export const accountsNotification = 'plumbline/accounts';
export interface AccountsParams {
  readonly instances: readonly string[];
}
