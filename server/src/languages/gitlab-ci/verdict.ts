import { relativeTo } from '../../base/path.ts';
import { perSnapshot } from '../../workspace/derived.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { YamlFile } from '../../yaml/file.ts';
import type { PlacedMessage, Verdict } from '../language.ts';
import { placeMessages } from './messages/place-messages.ts';
import { entryText } from './model/entry-text.ts';
import { entryPaths } from './model/include-graph.ts';
import { analyzePipeline, type Pipeline } from './model/pipeline.ts';
import { processConfiguration, type ProcessedConfiguration } from './process-configuration.ts';

/** What GitLab would answer when it lints the pipeline that a file belongs to; judged once for a snapshot. */
export function verdict(snapshot: Snapshot, file: YamlFile): Verdict {
  const pipeline = analyzePipeline(file, snapshot);
  return judge(snapshot, pipeline.graph.entry, pipeline);
}

/** Places messages of a GitLab in the pipeline that a file belongs to, see `placeMessages`. */
export function placeInPipeline(
  snapshot: Snapshot,
  file: YamlFile,
  messages: readonly string[],
): readonly PlacedMessage[] {
  return placeMessages(analyzePipeline(file, snapshot), snapshot, messages);
}

const judge = perSnapshot((snapshot, _: string, pipeline: Pipeline): Verdict => {
  const { graph } = pipeline;
  const { projectRoot } = graph;
  const [entry = graph.entry] = entryPaths(graph.entry);
  const written = entryText(snapshot, graph);
  if (!isRun(pipeline)) {
    const unknown = [
      { name: relativeTo(projectRoot, entry), because: 'no pipeline is known that this file is part of' },
    ];
    return { entry, files: [...graph.paths], isValid: undefined, unknown, ...NOTHING };
  }
  const pending: { name: string; because: string }[] = [];
  const processed = processConfiguration({
    entry: written?.path ?? relativeTo(projectRoot, entry),
    paths: pathsBelow(snapshot, projectRoot),
    variables: 'unknown',
    elsewhere: { home: () => snapshot.projectHome(projectRoot), file: snapshot.file },
    read(path) {
      if (path === written?.path) return written.text;
      const state = snapshot.file(`${projectRoot}/${path}`);
      if (state.state === 'pending') pending.push({ name: `include:local '${path}'`, because: 'it is not read yet' });
      return state.state === 'loaded' ? state.file : undefined;
    },
  });
  const unknown = [...processed.unknown, ...pending];
  const messages = pending.length > 0 ? NOTHING : placed(pipeline, snapshot, processed);
  const isValid = messages.errors.length > 0 ? false : unknown.length > 0 ? undefined : true;
  return { entry, files: [...graph.paths], isValid, unknown, ...messages };
});

/** Whether GitLab starts a pipeline from a file; a part of one would be judged without the rest. */
function isRun({ isMain, graph }: Pipeline): boolean {
  return isMain || graph.start?.isPart === false;
}

/** While a file is not read, what GitLab would say of it being absent is not said. */
const NOTHING: Pick<Verdict, 'errors' | 'warnings'> = { errors: [], warnings: [] };

function placed(
  pipeline: Pipeline,
  snapshot: Snapshot,
  { errors, warnings }: ProcessedConfiguration,
): Pick<Verdict, 'errors' | 'warnings'> {
  return {
    errors: placeMessages(pipeline, snapshot, errors),
    warnings: placeMessages(pipeline, snapshot, warnings),
  };
}

const paths = new WeakMap<readonly string[], Map<string, readonly string[]>>();

/** All paths of a project, from its root; kept per listing, which is the same for many snapshots. */
function pathsBelow(snapshot: Snapshot, projectRoot: string): readonly string[] | undefined {
  const holding = snapshot.roots.filter((root) => projectRoot === root || projectRoot.startsWith(`${root}/`));
  const listed = holding.map((root) => snapshot.filesBelow(root)).find((files) => files !== undefined);
  if (listed === undefined) return undefined;
  const ofListing = paths.get(listed) ?? new Map<string, readonly string[]>();
  paths.set(listed, ofListing);
  const known = ofListing.get(projectRoot);
  if (known !== undefined) return known;
  const prefix = `${projectRoot}/`;
  const found = listed.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  ofListing.set(projectRoot, found);
  return found;
}
