import { entryOf } from '../../../yaml/node.ts';
import type { Rule } from '../../language.ts';
import type { AgentConfiguration } from '../configuration.ts';

const REMOVED: Readonly<Record<string, string>> = {
  gitops: "'gitops' has no effect since GitLab 17.0: deploy with Flux, or with jobs through 'ci_access'",
  starboard: "'starboard' is called 'container_scanning' since GitLab 15.4",
};

/** A section that GitLab no longer reads. */
export const removedField: Rule<AgentConfiguration> = {
  code: 'gitlab-agent/removed-field',
  severity: 'warning',
  *check({ file }) {
    const root = file.documents[0]?.document.root;
    for (const [name, message] of Object.entries(REMOVED)) {
      const entry = entryOf(root, name);
      if (entry === undefined) continue;
      yield { at: entry.key, message, ...(name === 'starboard' && { replacement: 'container_scanning' }) };
    }
  },
};
