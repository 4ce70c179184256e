/** The access token of a command; null without one. Never an argument: those show in the machine's list of processes. */
export function tokenIn({ PLUMBLINE_TOKEN: own, GITLAB_TOKEN: common }: NodeJS.ProcessEnv): string | null {
  return [own, common].find((token) => token !== undefined && token !== '') ?? null;
}
