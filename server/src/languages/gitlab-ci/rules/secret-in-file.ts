import type { YamlBlock } from '../../../yaml/node.ts';
import { spanIn } from '../../../yaml/node.ts';
import { findSecrets } from '../secrets/find-secrets.ts';
import { namedSecrets } from '../secrets/named-secrets.ts';
import type { Finding, Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** https://docs.gitlab.com/ci/pipeline_security/#cicd-variables: what is in the file is in the history, for everybody who reads it. */
export const secretInFile: Rule<Pipeline> = {
  code: 'gitlab-ci/secret-in-file',
  severity: 'warning',
  *check({ file }) {
    for (const { document } of file.documents) for (const block of document.blocks) yield* findingsOfBlock(block);
  },
};

const known = new WeakMap<YamlBlock, readonly Finding[]>();

function findingsOfBlock(block: YamlBlock): readonly Finding[] {
  const before = known.get(block);
  if (before !== undefined) return before;
  const tokens = findSecrets(block.text).map(({ start, end, what }) => ({ at: spanIn(block, start, end), what }));
  const isCovered = ({ at }: { readonly at: Finding['at'] }): boolean =>
    tokens.some((token) => token.at.start < at.end && at.start < token.at.end);
  const named = namedSecrets(block).filter((each) => !isCovered(each));
  // The value itself is never in a message: messages are logged and shared.
  const findings = [...tokens, ...named].map(({ at, what }) => ({
    at,
    message:
      `${what} stands in the file: whoever can read the repository or its history can use it. ` +
      'Revoke it, and keep the new one as a masked variable of the project or in a secrets manager',
  }));
  known.set(block, findings);
  return findings;
}
