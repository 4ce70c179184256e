/**
 * Variables that tie Git to one repository (`git rev-parse --local-env-vars`): the server may itself run below a hook.
 * https://git-scm.com/docs/git#_environment_variables
 */
const tiedToARepository = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_CEILING_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_CONFIG_PARAMETERS',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_NAMESPACE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
  'GIT_PUSH_OPTION_COUNT',
]);

/** A trace would mix into the messages, and a trace of the transport may print what signs in. */
const traces = /^GIT_(TRACE.*|CURL_VERBOSE|TRANSLOOP_DEBUG|REDACT_COOKIES)$/u;

/**
 * The environment that every Git runs in: the user's, without ties to another repository and without traces, in
 * English (its words are matched), never asking on a terminal.
 */
export function gitEnvironment(
  base: Readonly<Record<string, string | undefined>>,
  more: Readonly<Record<string, string>> = {},
): Record<string, string | undefined> {
  const kept = Object.entries(base).filter(([name]) => !tiedToARepository.has(name) && !traces.test(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_TERMINAL_PROMPT: '0',
    GIT_PAGER: 'cat',
    GIT_LITERAL_PATHSPECS: '1',
    ...more,
  };
}
