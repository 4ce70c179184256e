import { describe, expect, test } from 'vitest';
import { rowWords, statusWords } from '../../client/src/features/code-owners/owner-words.ts';
import type { CodeOwnersSection } from '../../server/src/lsp/protocol.ts';

const docs: CodeOwnersSection = {
  name: 'Documentation',
  isOptional: false,
  approvals: 2,
  owners: ['@docs/team', '@lead'],
  pattern: '*.md',
  uri: 'file:///work/CODEOWNERS',
  line: 3,
};
const style: CodeOwnersSection = {
  ...docs,
  name: 'Style',
  isOptional: true,
  approvals: 1,
  owners: ['@lead', '@design'],
};

describe('the owners of the open file', () => {
  test('are named in the status bar, each once, and the rest counted', () => {
    expect(statusWords({ state: 'known', path: 'docs/a.md', sections: [docs, style] })).toEqual({
      text: '@docs/team @lead +1',
      tooltip: [
        'Code owners of docs/a.md',
        'Documentation (2 approvals): @docs/team @lead',
        'Style (optional): @lead @design',
      ].join('\n'),
    });
  });

  test('are said to be none where no entry fits, and nothing is said without CODEOWNERS', () => {
    expect(statusWords({ state: 'known', path: 'a.rb', sections: [] })?.text).toBe('no owner');
    expect(statusWords({ state: 'no-file', path: 'a.rb', sections: [] })).toBeUndefined();
    expect(statusWords({ state: 'unknown', sections: [] })).toBeUndefined();
  });

  test('stand in a list with what must be approved and the line that says so', () => {
    expect(rowWords(docs)).toEqual({
      label: '@docs/team @lead',
      description: 'Documentation · 2 approvals',
      detail: '*.md in line 4 of CODEOWNERS',
    });
    expect(rowWords({ ...docs, owners: [] }).label).toBe('nobody');
  });
});
