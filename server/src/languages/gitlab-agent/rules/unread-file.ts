import { spanIn } from '../../../yaml/node.ts';
import type { Rule } from '../../language.ts';
import type { AgentConfiguration } from '../configuration.ts';

const MAX_LENGTH = 63;
/** A label of RFC 1123: https://docs.gitlab.com/user/clusters/agent/install/. */
const NAME = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

/** A configuration that no agent reads, because of its own name or its folder's. */
export const unreadFile: Rule<AgentConfiguration> = {
  code: 'gitlab-agent/unread-file',
  severity: 'warning',
  *check({ file, agent, isRead }) {
    const block = file.documents[0]?.document.blocks[0];
    const [firstLine = ''] = block?.text.split('\n', 1) ?? [];
    if (block === undefined) return;
    const at = spanIn(block, 0, firstLine.length);
    if (!isRead) yield { at, message: "No agent reads this file: it has to be called 'config.yaml'" };
    if (agent.length > MAX_LENGTH || !NAME.test(agent)) {
      const allowed = `at most ${MAX_LENGTH} small letters, digits and '-', the first and last of them no '-'`;
      yield { at, message: `No agent can have the name of this folder, '${agent}': a name has ${allowed}` };
    }
  },
};
