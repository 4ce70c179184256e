import { entriesOf, entryOf, itemsOf, scalarText, valueOf, type YamlEntry, type YamlNode } from '../../../yaml/node.ts';
import type { Finding, Rule } from '../../language.ts';
import type { AgentConfiguration } from '../configuration.ts';

/** Keys of which exactly one may stand in a mapping: as whom jobs and members act, and what manifests are taken from. */
export const exactlyOne: Rule<AgentConfiguration> = {
  code: 'gitlab-agent/exactly-one',
  severity: 'error',
  *check({ file }) {
    const root = file.documents[0]?.document.root;
    const jobs = valueOf(root, 'ci_access');
    const places = [...itemsOf(valueOf(jobs, 'projects')), ...itemsOf(valueOf(jobs, 'groups'))];
    for (const place of [...places, valueOf(jobs, 'instance')]) {
      yield* checkEntry(entryOf(place, 'access_as'), ['agent', 'ci_job', 'impersonate']);
    }
    yield* checkEntry(entryOf(valueOf(root, 'user_access'), 'access_as'), ['agent', 'user']);
    for (const project of itemsOf(valueOf(valueOf(root, 'gitops'), 'manifest_projects'))) {
      yield* checkEntry(entryOf(project, 'ref'), ['branch', 'tag', 'commit']);
    }
  },
};

function* checkEntry(entry: YamlEntry | undefined, names: readonly string[]): Generator<Finding> {
  if (entry === undefined || !isReadable(entry.value)) return;
  const given = entriesOf(entry.value).filter(({ key }) => names.includes(scalarText(key) ?? ''));
  const choice = names.map((name) => `'${name}'`).join(', ');
  const name = scalarText(entry.key) ?? '';
  const [, second] = given;
  if (second !== undefined) yield { at: second.key, message: `Only one of ${choice} may stand in '${name}'` };
  if (given.length === 0 && isComplete(entry.value)) {
    yield { at: entry.key, message: `'${name}' needs one of ${choice}, such as '${names[0] ?? ''}: {}'` };
  }
}

/** An alias or broken text may hold anything. */
function isReadable(node: YamlNode | undefined): boolean {
  return node === undefined || (node.kind === 'mapping' && node.block.problems.length === 0);
}

/** With a wrong key in it the mapping has a finding already. */
function isComplete(node: YamlNode | undefined): boolean {
  return entriesOf(node).length === 0;
}
