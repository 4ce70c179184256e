import { parseJson } from '../../server/src/base/json.ts';
import { isRecord, ownText, ownValue } from '../../server/src/base/record.ts';
import { expressionComplaint } from './gitlab-semantics/expression.ts';
import { configurationComplaint } from './gitlab-semantics/configuration.ts';
import { entryComplaint, includeComplaint, OTHER } from './gitlab-semantics/entries.ts';
import { inputsComplaint } from './gitlab-semantics/inputs.ts';
import type { Case } from './judge.ts';
import { rulesComplaint } from './gitlab-semantics/rules.ts';

/** What is wrong with a case; undefined when nothing is. */
type Judge = (example: Case) => string | undefined;

/** Cases are told apart by what they put in. */
function judgeOf(area: string, source: string): Judge {
  if (area === 'expression') return expressionComplaint;
  return (example) => {
    const { input } = example;
    if ('yaml' in input) return configurationComplaint(example);
    if ('include' in input) return isOfEntries(source) ? includeComplaint(example) : configurationComplaint(example);
    const complaint = entryComplaint(example);
    if (complaint !== OTHER) return complaint;
    return area === 'rules' ? rulesComplaint(example) : inputsComplaint(example);
  };
}

/**
 * GitLab judges an include twice: as the pipeline is put together, and, where that keeps it, as an entry. Which of the two
 * a case is about says the specification that it is taken from.
 */
function isOfEntries(source: string): boolean {
  return source.includes('spec/lib/gitlab/ci/config/entry/');
}

/**
 * Runs cases of GitLab's semantics, one JSON object a line: `id`, `area`, `input`, `expect` and the `source`. A case of an area, or with
 * an expectation, that the runner does not know counts as failed.
 */
export function runSemanticsCases(text: string): { passed: number; failed: number; lines: string[] } {
  const lines: string[] = [];
  const counts = new Map<string, [passed: number, all: number]>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseJson(line);
    const value = parsed.ok ? parsed.value : undefined;
    const area = ownText(value, 'area') ?? 'no area';
    const id = ownText(value, 'id') ?? `line ${index + 1}`;
    const complaint = judge(value, area);
    const [passed, all] = counts.get(area) ?? [0, 0];
    counts.set(area, [passed + (complaint === undefined ? 1 : 0), all + 1]);
    if (complaint !== undefined) lines.push(`${id}: ${complaint}`);
  }
  const areas = [...counts].map(([area, [passed, all]]) => `${area} ${passed} of ${all}`);
  const passed = [...counts.values()].reduce((sum, [count]) => sum + count, 0);
  return { passed, failed: lines.length, lines: [...lines, areas.join(', ')] };
}

function judge(value: unknown, area: string): string | undefined {
  const input = ownValue(value, 'input');
  const expect = ownValue(value, 'expect');
  if (!isRecord(input) || !isRecord(expect)) return 'not a case of this format';
  const run = judgeOf(area, ownText(value, 'source') ?? '');
  try {
    return run({ input, expect });
  } catch (error) {
    return `the engine failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}
