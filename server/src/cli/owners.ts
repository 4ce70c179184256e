import { ownersOfPath, type PathOwners, type SectionOwners } from '../features/code-owners.ts';
import { shownPath } from '../workspace/include-address.ts';
import { Workspace } from '../workspace/workspace.ts';
import { parseArguments } from './arguments.ts';
import { painter, type Paint } from './formats/paint.ts';
import { refuse, writeOutput } from './output.ts';
import { absolutePath } from './paths.ts';
import { workspaceFolder } from './select-files.ts';
import { EXIT, type ExitCode, type Surroundings } from './surroundings.ts';

const OPTIONS = { flags: [], values: { format: ['text', 'json'], output: 'a FILE' } };

interface Told {
  /** As it is shown. */
  readonly path: string;
  readonly owners: PathOwners;
}

/** `plumbline owners`: 0 told, 2 there is no CODEOWNERS or it could not be read. */
export async function owners(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { values, words, problem } = parseArguments(args, OPTIONS);
  const wrong = problem ?? (words.length === 0 ? 'it needs the path of a file or folder' : undefined);
  if (wrong !== undefined) return refuse('owners', wrong, surroundings);
  const told = await tell(words, surroundings);
  const unknown = told.find(({ owners: { state } }) => state !== 'known');
  if (unknown !== undefined) return refuse('owners', whyUnknown(unknown), surroundings);
  const paint = painter(surroundings.isColored && !values.has('output'));
  const text = values.get('format') === 'json' ? json(told, surroundings) : asText(told, surroundings, paint);
  const isWritten = await writeOutput(text, { command: 'owners', output: values.get('output') }, surroundings);
  return isWritten ? EXIT.clean : EXIT.incomplete;
}

async function tell(words: readonly string[], surroundings: Surroundings): Promise<readonly Told[]> {
  const { folder, fileSystem } = surroundings;
  const workspace = new Workspace();
  const roots = new Map<string, readonly string[]>();
  const paths = new Set<string>();
  for (const word of words) {
    const named = absolutePath(folder, word);
    const root = workspaceFolder(named, surroundings);
    const listing = roots.get(root) ?? (await fileSystem.list(root));
    roots.set(root, listing);
    const isFolder = (await fileSystem.kind(named)) === 'folder';
    const found = isFolder ? listing.filter((path) => path.startsWith(`${named === '/' ? '' : named}/`)) : [named];
    for (const path of found) paths.add(path);
  }
  workspace.setRoots([...roots.keys()]);
  for (const [root, listing] of roots) workspace.setListing(root, listing);
  await readWanted(workspace, [...paths], surroundings);
  const snapshot = workspace.snapshot();
  return [...paths].map((path) => ({ path: shownPath(folder, path), owners: ownersOfPath(snapshot, path) }));
}

/** Reads what the answers depend on: CODEOWNERS, and whether folders are repositories of their own. */
async function readWanted(workspace: Workspace, paths: readonly string[], { fileSystem }: Surroundings): Promise<void> {
  for (;;) {
    const snapshot = workspace.snapshot();
    for (const path of paths) ownersOfPath(snapshot, path);
    const wanted = workspace.takeWanted();
    if (wanted.length === 0) return;
    const states = await Promise.all(wanted.map((path) => fileSystem.read(path)));
    for (const [index, state] of states.entries()) workspace.setDisk(wanted[index] ?? '', state);
  }
}

function whyUnknown({ path, owners: { state } }: Told): string {
  if (state !== 'no-file') return `the owners of '${path}' are not known: CODEOWNERS could not be read`;
  return `the repository of '${path}' has no CODEOWNERS, docs/CODEOWNERS or .gitlab/CODEOWNERS`;
}

function sectionsOf(owners: PathOwners): readonly SectionOwners[] {
  return owners.state === 'known' ? owners.sections : [];
}

function json(told: readonly Told[], { folder }: Surroundings): string {
  const paths = told.map(({ path, owners: of }) => ({
    path,
    sections: sectionsOf(of).map(
      ({ section, isOptional, approvals, owners: names, pattern, location, lineNumber }) => ({
        section,
        optional: isOptional,
        approvals,
        owners: names,
        pattern,
        file: shownPath(folder, location.path),
        line: lineNumber + 1,
      }),
    ),
  }));
  return `${JSON.stringify({ version: 1, paths })}\n`;
}

function asText(told: readonly Told[], { folder }: Surroundings, paint: Paint): string {
  const lines = told.flatMap(({ path, owners: of }) => {
    const sections = sectionsOf(of).map((section) => `  ${lineOf(section, folder)}`);
    return [paint('bold', path), ...(sections.length === 0 ? ['  nobody'] : sections)];
  });
  return lines.map((line) => `${line}\n`).join('');
}

function lineOf(of: SectionOwners, folder: string): string {
  const { section, isOptional, approvals, owners: names, pattern, location, lineNumber } = of;
  const needed = isOptional ? 'optional' : `${approvals} ${approvals === 1 ? 'approval' : 'approvals'}`;
  const who = names.length === 0 ? 'nobody' : names.join(' ');
  return `${section} (${needed}): ${who}  [${pattern}, ${shownPath(folder, location.path)}:${lineNumber + 1}]`;
}
