import type { CodeAction, TouchedFinding } from '../../language.ts';
import { seenValues } from '../features/completion/seen-values.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { scalarAt } from './job-at.ts';

/** More to choose from would hide the other actions. */
const MOST_VERSIONS = 3;

/** Offers the versions of a floating image that pipelines of this workspace run in already, the most used first. */
export function pinImage({ file, model, snapshot, code, range }: TouchedFinding<Pipeline>): CodeAction[] {
  const name = scalarAt(file, range.start);
  if (name === undefined) return [];
  const written = file.text.slice(range.start, range.end);
  const at = range.start + written.indexOf(name);
  // An escape in quotes stands for other text than is written.
  if (!written.includes(name)) return [];
  const bare = name.replace(/:latest$/, '');
  const seen = (['image', 'service'] as const).flatMap((kind) => seenValues(snapshot, model, kind));
  const versions = [...new Set(seen)].filter((other) => isVersionOf(other, bare)).slice(0, MOST_VERSIONS);
  return versions.map((version) => ({
    title: `Pin to '${version.replace(/(?<=@sha256:[0-9a-f]{8})[0-9a-f]+$/, '…')}', which is used elsewhere`,
    kind: 'quickfix',
    fixes: code,
    edits: [{ path: file.path, range: { start: at, end: at + name.length }, newText: version }],
  }));
}

function isVersionOf(image: string, bare: string): boolean {
  const rest = image.startsWith(bare) ? image.slice(bare.length) : '';
  return /^(?::(?!latest$)[\w.-]+)?(?:@sha256:[0-9a-f]+)?$/.test(rest) && rest !== '';
}
