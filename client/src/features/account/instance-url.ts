/**
 * The base URL of an instance from what a user types or pastes: `gitlab.example.com`, a URL of a page, one with a relative root.
 * Without a slash at its end. Answers a text that says what is wrong when it cannot be one.
 */
export function readInstanceUrl(typed: string): { readonly url: string } | { readonly wrong: string } {
  const text = typed.trim();
  if (text === '') return { wrong: 'Give the URL of your GitLab, as https://gitlab.com.' };
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme)) return { wrong: `'${text}' is not a URL; give one as https://gitlab.example.com.` };
  const url = new URL(withScheme);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { wrong: `'${url.protocol}' is not a web address; give one that begins with https://.` };
  if (url.username !== '' || url.password !== '')
    return { wrong: 'Leave user name and password out; the token is asked for next.' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return { wrong: 'A token must not travel over http:// to another machine; use https://.' };
  return { url: `${url.origin}${url.pathname.replace(/\/+$/u, '')}` };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d+){3}$/u.test(host);
}

/** Where an instance lets its user make a token, with name and scope filled in. */
export function tokenPage(instance: string): string {
  // https://docs.gitlab.com/user/profile/personal_access_tokens/#prefill-personal-access-token-name-and-scopes
  return `${instance}/-/user_settings/personal_access_tokens?name=Plumbline&scopes=api`;
}
