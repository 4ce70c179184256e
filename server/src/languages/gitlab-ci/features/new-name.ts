import { GLOBAL_KEYWORDS, isHidden } from '../model/names.ts';
import type { Meaning } from '../occurrences/meaning.ts';
import { anchorsOf } from '../occurrences/of-anchors.ts';
import { isNamed, placesIn, type Place } from '../occurrences/places.ts';
import { PREDEFINED_VARIABLES, RUNNER_SETTINGS } from '../variables/predefined.ts';
import { placeName } from './place-name.ts';

/** GitLab's limit on names of jobs (https://docs.gitlab.com/ci/jobs/#job-names) and stages. */
const MAX_LENGTH = 255;

/** https://docs.gitlab.com/ci/jobs/#job-names */
const NEVER_JOBS: ReadonlySet<string> = new Set([
  ...GLOBAL_KEYWORDS,
  'default',
  'true',
  'false',
  'nil',
  'pages:deploy',
]);

/** Why something cannot have this new name; undefined when it can. */
export function newNameFault(meaning: Meaning, name: string): string | undefined {
  return formFault(meaning, name) ?? collision(meaning, name);
}

function formFault(meaning: Meaning, name: string): string | undefined {
  if (name === '') return 'A name cannot be empty';
  switch (meaning.kind) {
    case 'job':
      return textFault(name) ?? jobFault(meaning.name, name);
    case 'stage':
      return textFault(name) ?? stageFault(name);
    case 'variable':
      return variableFault(name);
    case 'input':
      return /^[\w-]+$/.test(name) ? undefined : `'${name}' is no name for an input: letters, digits, '_' and '-' only`;
    case 'anchor':
      return /^[^\s,[\]{}]+$/.test(name)
        ? undefined
        : `'${name}' is no name for an anchor: it cannot have spaces, commas, brackets or braces`;
  }
}

function textFault(name: string): string | undefined {
  if (/[\n\r]/.test(name)) return 'A name cannot have a line break';
  if (name.trim() !== name) return `'${name}' begins or ends with a space`;
  if (name.includes('$[[')) return 'A name that is put together from inputs is written by hand';
  if (name.length > MAX_LENGTH) return `A name has ${MAX_LENGTH} characters at most; this one has ${name.length}`;
  return undefined;
}

function jobFault(before: string, name: string): string | undefined {
  if (NEVER_JOBS.has(name)) return `'${name}' is a word of GitLab's own and cannot be the name of a job`;
  if (isHidden(name) && !isHidden(before)) return `'${name}' would be hidden by its dot, and GitLab would not run it`;
  if (!isHidden(name) && isHidden(before)) return `Without its dot '${name}' would be a job that GitLab runs`;
  return undefined;
}

function stageFault(name: string): string | undefined {
  return name === '.pre' || name === '.post' ? `'${name}' is a stage that every pipeline has already` : undefined;
}

function variableFault(name: string): string | undefined {
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    return `'${name}' is no name for a variable: letters, digits and '_', not beginning with a digit`;
  }
  const owner = ownerOfVariable(name);
  return owner === undefined ? undefined : `'${name}' is a variable ${owner}`;
}

/** Who gives a variable of this name its meaning, after "a variable"; undefined when the user does. */
export function ownerOfVariable(name: string): string | undefined {
  if (PREDEFINED_VARIABLES.has(name)) return 'that GitLab defines';
  return RUNNER_SETTINGS.has(name) ? 'that the runner reads' : undefined;
}

/** Something else that has the name. Where one is used that nothing declares, the two would become one as well. */
function collision(meaning: Meaning, name: string): string | undefined {
  const { kind, parts, pipeline } = meaning;
  if (kind === 'anchor') return anchorCollision(meaning, name);
  const fits = isNamed(kind, name);
  const searched = kind === 'input' ? new Set(meaning.places.map(({ part }) => part)) : new Set(parts);
  const others = [...searched].flatMap((part) => placesIn(part, fits)).filter(isRelated(meaning));
  const other = others.find(({ occurrence }) => occurrence.isDeclaration) ?? others[0];
  if (other === undefined) return undefined;
  const at = placeName(other.part.file, other.range, pipeline.graph.projectRoot);
  const article = kind === 'input' ? 'an' : 'a';
  return other.occurrence.isDeclaration
    ? `There is already ${article} ${kind} '${name}', at ${at}`
    : `'${name}' is used already, at ${at}; the two would become one`;
}

/** A variable of one job does not meet that of another; an input only those of its own file. */
function isRelated({ kind, places }: Meaning): (other: Place) => boolean {
  if (kind === 'input') return ({ occurrence }) => occurrence.item === undefined;
  if (kind !== 'variable') return () => true;
  const scopes = new Set(places.map(({ occurrence }) => occurrence.scope));
  return ({ occurrence }) => scopes.has(occurrence.scope) || scopes.has('') || occurrence.scope === '';
}

function anchorCollision({ parts, pipeline }: Meaning, name: string): string | undefined {
  for (const { file } of parts) {
    const other = file.documents.flatMap(({ document }) => anchorsOf(document)).find((anchor) => anchor.name === name);
    const range = other && file.rangeOf(other.at);
    if (range !== undefined)
      return `There is already an anchor '${name}', at ${placeName(file, range, pipeline.graph.projectRoot)}`;
  }
  return undefined;
}
