import { entriesOf, spanIn, type Span } from '../../../yaml/node.ts';
import type { OffsetRange } from '../../../base/range.ts';
import type { YamlFile } from '../../../yaml/file.ts';
import type { Snapshot } from '../../../workspace/snapshot.ts';
import type { Finding, Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { adviceFor } from '../messages/advice.ts';
import { verdict } from '../verdict.ts';

/**
 * What GitLab refuses and no other check tells, in GitLab's own words (https://docs.gitlab.com/ci/yaml/lint/). It is asked
 * last, and only where nothing else is wrong: most of what GitLab says of a broken pipeline follows from that.
 */
export const refused: Rule<Pipeline> = {
  code: 'gitlab-ci/refused',
  severity: 'error',
  isLate: true,
  *check(pipeline, snapshot, isRefused) {
    if (isRefused || !isJudged(pipeline)) return;
    yield* findings(pipeline, snapshot);
  },
};

/** Going through all of GitLab's steps takes too long to do it after each key in larger ones; the command for it is there. */
const MOST_JOBS = 500;

/**
 * Only a pipeline that is known as a whole. An empty file is a beginning, and broken text has its own findings.
 */
function isJudged({ closed, isEntry, own, summaries, definitions }: Pipeline): boolean {
  const roots = summaries.map(({ summary }) => summary.content?.root);
  if (summaries.some(({ file }) => file.problems().length > 0)) return false;
  if (roots.some((root) => root !== undefined && root.kind !== 'mapping')) return isEntry;
  return closed && definitions.size <= MOST_JOBS && entriesOf(own.content?.root).length > 0;
}

/** The inputs of a pipeline are given where it is started; an alias without an anchor has its finding as YAML. */
const IS_NOT_NEWS = /^(?:`[^`]+`: )?`[^`]+` input: required value|Unknown alias: /;

function* findings({ file }: Pipeline, snapshot: Snapshot): Generator<Finding> {
  for (const { message, location } of verdict(snapshot, file).errors) {
    const at = location.path === file.path ? spanAt(file, location.range) : undefined;
    if (at === undefined || IS_NOT_NEWS.test(message)) continue;
    const advice = adviceFor(message, entryText(file, location.range.start));
    const said = advice === undefined ? message : `${message.replace(/!$/, '')}; ${advice}`;
    yield { at, message: `GitLab refuses this: ${said}` };
  }
}

/** A line and those below it that are indented further. */
function entryText({ text, lines }: YamlFile, offset: number): string {
  const { line, character } = lines.positionAt(offset);
  const [own = '', ...below] = text.slice(lines.lineStart(line), offset + MAX_LOOK).split('\n');
  const end = below.findIndex((each) => each.trim() !== '' && each.search(/\S/) <= character && !/^\s*-/.test(each));
  return [own, ...(end === -1 ? below : below.slice(0, end))].join('\n');
}

/** More of an entry is not looked at. */
const MAX_LOOK = 2000;

/** The part of a range that lies in the first block that it touches. */
function spanAt(file: YamlFile, { start, end }: OffsetRange): Span | undefined {
  for (const { document } of file.documents) {
    for (const block of document.blocks) {
      const { length } = block.text;
      const base = file.rangeOf(spanIn(block, 0, 0))?.start ?? Number.POSITIVE_INFINITY;
      if (start < base + length && end > base)
        return spanIn(block, Math.max(0, start - base), Math.min(length, end - base));
    }
  }
  return undefined;
}
