import { parseJson } from '../../server/src/base/json.ts';
import { isRecord, ownText, ownValue } from '../../server/src/base/record.ts';
import { compareObject } from '../../server/src/plan/kubernetes/compare-object.ts';
import type { CompareOptions } from '../../server/src/plan/kubernetes/options.ts';
import { isDrift, type ResourceChange } from '../../server/src/plan/model.ts';
import { isWithin, parsePath } from '../plan/read-path.ts';
import { kubernetesDialect } from '../../server/src/yaml/dialect.ts';
import { parseYamlFile } from '../../server/src/yaml/file.ts';
import { toValue } from '../../server/src/yaml/value.ts';

/**
 * Runs cases of the drift engine, one JSON object a line: `id`, `desired` and `live` as YAML (live may be null), `options`, and
 * `expect` with `drift` and `paths`. A path below an expected one counts as that one.
 */
export function runDriftCases(text: string): { passed: number; failed: number; lines: string[] } {
  const lines: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const complaint = runLine(line, index + 1);
    if (complaint === undefined) passed++;
    else {
      failed++;
      lines.push(complaint);
    }
  }
  return { passed, failed, lines };
}

function runLine(line: string, number: number): string | undefined {
  const parsed = parseJson(line);
  const id = parsed.ok ? (ownText(parsed.value, 'id') ?? `line ${number}`) : `line ${number}`;
  const expected = parsed.ok ? readExpectation(ownValue(parsed.value, 'expect')) : undefined;
  const desired = parsed.ok ? ownText(parsed.value, 'desired') : undefined;
  if (!parsed.ok || expected === undefined || desired === undefined) return `${id}: not a case of this format`;
  const live = ownValue(parsed.value, 'live');
  try {
    const change = compareObject({
      desired: readYaml(desired),
      live: typeof live === 'string' ? readYaml(live) : null,
      options: readOptions(ownValue(parsed.value, 'options')),
    });
    return judge(id, change, expected);
  } catch (error) {
    return `${id}: the engine failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

interface Expectation {
  readonly drift: boolean;
  readonly paths: readonly string[];
}

function readExpectation(value: unknown): Expectation | undefined {
  const drift = ownValue(value, 'drift');
  const paths = ownValue(value, 'paths');
  if (typeof drift !== 'boolean' || !Array.isArray(paths)) return undefined;
  return { drift, paths: paths.filter((path) => typeof path === 'string') };
}

function readOptions(value: unknown): CompareOptions {
  return isRecord(value) ? value : {};
}

function readYaml(text: string): unknown {
  const document = parseYamlFile('/case.yaml', text).documents[0]?.document;
  if (document === undefined) return null;
  return toValue(document.root, { dialect: kubernetesDialect, anchors: document.anchors }).value;
}

function judge(id: string, change: ResourceChange, expected: Expectation): string | undefined {
  const differences = change.attributes.filter(isDrift).map(({ path }) => path);
  const got = new Set(
    differences.map((path) => {
      const prefix = expected.paths.find((text) => {
        const outer = parsePath(text);
        return outer !== undefined && text !== '' && isWithin(path, outer);
      });
      return prefix ?? path.text;
    }),
  );
  const drift = differences.length > 0;
  const isSame = got.size === new Set(expected.paths).size && expected.paths.every((path) => got.has(path));
  if (drift === expected.drift && isSame) return undefined;
  const show = (isDrifted: boolean, paths: Iterable<string>): string =>
    `${isDrifted ? 'drift' : 'no drift'} ${JSON.stringify([...paths])}`;
  return `${id}: expected ${show(expected.drift, expected.paths)}, got ${show(drift, got)}`;
}
