import { spanIn } from '../../../yaml/node.ts';
import type { ShellFinding } from '../../../workspace/ports/shell-checker.ts';
import type { Finding, Rule } from '../../language.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { scriptsOf, type ScriptPart, type ShellScript } from '../shell/job-scripts.ts';
import { sourceOffsets } from '../shell/source-offsets.ts';
import { visibleJobs } from './findings.ts';

/**
 * What ShellCheck (https://www.shellcheck.net) finds in the scripts of jobs, where it is installed. It is asked in the background: until
 * it has answered, nothing is said.
 */
export const shell: Rule<Pipeline> = {
  code: 'gitlab-ci/shell',
  severity: 'warning',
  isLate: true,
  *check(pipeline, snapshot) {
    const reader = snapshot.shell();
    if (reader === undefined) return;
    const { file } = pipeline;
    const seen = new Set<string>();
    for (const job of visibleJobs(pipeline)) {
      for (const script of scriptsOf(pipeline, job)) {
        // Scripts that are written elsewhere as a whole are judged when that file is open.
        if (!script.parts.some(({ node }) => file.rangeOf(node) !== undefined)) continue;
        yield* once(seen, findingsOf(script, reader.findingsOf(script.text, file.path)), pipeline);
      }
    }
  },
};

/** A template's script is judged in each job that uses it. */
function* once(seen: Set<string>, findings: readonly Finding[], { file }: Pipeline): Generator<Finding> {
  for (const finding of findings) {
    const range = file.rangeOf(finding.at);
    const key = range === undefined ? '' : `${range.start} ${range.end} ${finding.message}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield finding;
  }
}

const placed = new WeakMap<
  ShellScript,
  { readonly from: readonly ShellFinding[]; readonly findings: readonly Finding[] }
>();

function findingsOf(script: ShellScript, from: readonly ShellFinding[] = []): readonly Finding[] {
  const before = placed.get(script);
  if (before?.from === from) return before.findings;
  const findings = from.flatMap((finding) => place(script, finding));
  placed.set(script, { from, findings });
  return findings;
}

function place({ text, parts }: ShellScript, finding: ShellFinding): Finding[] {
  const start = offsetAt(text, finding.line, finding.column);
  const written = offsetAt(text, finding.endLine, finding.endColumn);
  // Where it cannot read on it names one place only.
  const word = /^\S+/.exec(text.slice(start, start + 100))?.[0] ?? '';
  const end = written > start ? written : start + Math.max(word.length, 1);
  // What begins behind a command, as a missing word does, is shown at its end.
  const part = parts.findLast((each) => each.start <= start) ?? parts[0];
  const at = part && spanOf(part, start - part.start, end - part.start);
  // What it says when it gives up reading is not about this place.
  const message = finding.message.replace(/ ?Fix (?:any mentioned problems and try again|to allow more checks)\.$/, '');
  if (at === undefined || message === '') return [];
  const name = `SC${finding.code}`;
  const weight = finding.level === 'error' ? {} : { severity: 'information' as const };
  return [{ at, message: `ShellCheck ${name}: ${message} https://www.shellcheck.net/wiki/${name}`, ...weight }];
}

function spanOf({ node }: ScriptPart, from: number, to: number): Finding['at'] {
  const offsets = sourceOffsets(node);
  if (offsets === undefined || node.text === '') return node;
  const last = node.text.length;
  const first = Math.min(from, last - 1);
  const start = offsets[first] ?? node.start;
  const end = offsets[Math.min(Math.max(to, first + 1), last)] ?? node.end;
  return spanIn(node.block, start, Math.max(end, start + 1));
}

/** The offset of a line and a column, which counts characters and not UTF-16 units. */
function offsetAt(text: string, line: number, column: number): number {
  let start = 0;
  for (let count = 1; count < line; count++) {
    const next = text.indexOf('\n', start);
    if (next === -1) return text.length;
    start = next + 1;
  }
  let offset = start;
  for (let count = 1; count < column && offset < text.length && text.charAt(offset) !== '\n'; count++) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}
