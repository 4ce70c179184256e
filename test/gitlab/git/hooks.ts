import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The checks that GitLab makes before it takes a push. They run as a real hook of Git, told by environment variables what
 * the pushing user may not do, so that a client sees what Git makes of a declined push.
 */
const preReceive = `#!/bin/sh
set -f
while read -r old new ref; do
  for pattern in $GL_TEST_PROTECTED; do
    case "$ref" in
      $pattern)
        case "$new" in
          *[!0]*) echo 'GitLab: You are not allowed to push code to protected branches on this project.' >&2 ;;
          *) echo 'GitLab: You are not allowed to delete protected branches from this project.' >&2 ;;
        esac
        exit 1 ;;
    esac
  done
done
if [ -n "$GL_TEST_HOOK_REJECTION" ]; then
  printf 'GL-HOOK-ERR: %s\\n' "$GL_TEST_HOOK_REJECTION" >&2
  exit 1
fi
`;

/** GitLab's hint after a push of a branch that is not the default one. */
const postReceive = `#!/bin/sh
while read -r old new ref; do
  branch="\${ref#refs/heads/}"
  if [ "$branch" = "$ref" ] || [ "$branch" = "$GL_TEST_DEFAULT_BRANCH" ]; then continue; fi
  case "$new" in *[!0]*) ;; *) continue ;; esac
  printf '\\nTo create a merge request for %s, visit:\\n' "$branch" >&2
  printf '  %s/-/merge_requests/new?merge_request%%5Bsource_branch%%5D=%s\\n\\n' "$GL_TEST_WEB_URL" "$(printf '%s' "$branch" | sed 's|/|%2F|g')" >&2
done
`;

export async function installHooks(repository: string): Promise<void> {
  await writeFile(path.join(repository, 'hooks', 'pre-receive'), preReceive, { mode: 0o755 });
  await writeFile(path.join(repository, 'hooks', 'post-receive'), postReceive, { mode: 0o755 });
}
