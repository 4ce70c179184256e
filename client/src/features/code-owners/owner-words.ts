import type { CodeOwnersResult, CodeOwnersSection } from '../../../../server/src/lsp/protocol.ts';

/** How many names the status bar has room for. */
const MAX_NAMES = 2;

/** What the status bar says; undefined where there is nothing to say. */
export function statusWords({
  state,
  path,
  sections,
}: CodeOwnersResult): { text: string; tooltip: string } | undefined {
  if (state !== 'known') return undefined;
  const names = [...new Set(sections.flatMap(({ owners }) => owners))];
  const more = names.length > MAX_NAMES ? ` +${names.length - MAX_NAMES}` : '';
  const text = names.length === 0 ? 'no owner' : `${names.slice(0, MAX_NAMES).join(' ')}${more}`;
  const lines = sections.map((section) => `${section.name} (${needWords(section)}): ${ownerWords(section)}`);
  const owned = lines.length === 0 ? [`No entry of CODEOWNERS fits ${path ?? 'this file'}`] : lines;
  return { text, tooltip: [`Code owners of ${path ?? 'this file'}`, ...owned].join('\n') };
}

/** One section as a row of a list. */
export function rowWords(section: CodeOwnersSection): { label: string; description: string; detail: string } {
  return {
    label: ownerWords(section),
    description: `${section.name} · ${needWords(section)}`,
    detail: `${section.pattern} in line ${section.line + 1} of CODEOWNERS`,
  };
}

function ownerWords({ owners }: CodeOwnersSection): string {
  return owners.length === 0 ? 'nobody' : owners.join(' ');
}

function needWords({ isOptional, approvals }: CodeOwnersSection): string {
  if (isOptional) return 'optional';
  return `${approvals} ${approvals === 1 ? 'approval' : 'approvals'}`;
}
