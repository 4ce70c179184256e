import type { YamlFile } from '../yaml/file.ts';
import { itemsOf, scalarText, valueOf } from '../yaml/node.ts';
import { perSnapshot } from './derived.ts';
import { rootOf, type Snapshot } from './snapshot.ts';
import { plumblineFileNames } from './plumbline-file.ts';

/**
 * The diagnostic codes that are not reported for a file: those of the user's settings and those of its repository's
 * `.plumbline.yml` under `rules: disabled`, for everybody and the CLI alike.
 */
export function disabledRulesFor(snapshot: Snapshot, path: string): ReadonlySet<string> {
  return disabledBelow(snapshot, rootOf(snapshot, path));
}

const disabledBelow = perSnapshot((snapshot, root: string): ReadonlySet<string> => {
  const { disabledRules } = snapshot.settings;
  const written = plumblineFileNames.flatMap((name) => {
    const configuration = `${root}/${name}`;
    if (snapshot.exists(configuration) === false) return [];
    const state = snapshot.file(configuration);
    return state.state === 'loaded' ? disabledIn(state.file) : [];
  });
  return written.length === 0 ? disabledRules : new Set([...disabledRules, ...written]);
});

function disabledIn(file: YamlFile): string[] {
  const list = valueOf(valueOf(file.documents[0]?.document.root, 'rules'), 'disabled');
  return itemsOf(list).flatMap((item) => scalarText(item) ?? []);
}
