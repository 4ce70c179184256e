import { nearestName } from '../../../base/nearest-name.ts';
import { nodeAt } from '../../../yaml/find.ts';
import type { CodeAction, TouchedFinding } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';

/** In quotes, in words that are booleans to others, or misspelt: a text where GitLab wants `true` or `false`. */
export function writeBoolean({ file, code, finding, range }: TouchedFinding<Pipeline>): CodeAction[] {
  const isWanted = finding.message.includes('a boolean (true or false)') && finding.replacement === undefined;
  const node = isWanted ? nodeAt(file, range.start)?.node : undefined;
  if (node?.kind !== 'scalar' || node.tag !== undefined || node.anchor !== undefined) return [];
  const value = meantBy(node.text.toLowerCase());
  const at = file.rangeOf(node);
  if (value === undefined || at === undefined) return [];
  const edits = [{ path: file.path, range: at, newText: value }];
  return [{ title: `Change to ${value}`, kind: 'quickfix', fixes: code, isPreferred: true, edits }];
}

function meantBy(text: string): string | undefined {
  if (/^(?:true|yes|on|y)$/.test(text)) return 'true';
  return /^(?:false|no|off|n)$/.test(text) ? 'false' : nearestName(text, ['true', 'false']);
}
