import { DEFAULT_STAGE } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Meaning } from '../occurrences/meaning.ts';
import { placesIn } from '../occurrences/places.ts';
import { ownerOfVariable } from './new-name.ts';
import { placeName } from './place-name.ts';

/** Why GitLab's rules leave a name no other; undefined when it may be changed. */
export function refusal(meaning: Meaning): string | undefined {
  const { here, name } = meaning;
  if (here.occurrence.pattern !== undefined || name.includes('$[[')) {
    return `'${name}' is put together from inputs; rename the input or the fixed parts by hand`;
  }
  return ofKind(meaning) ?? builtElsewhere(meaning);
}

function ofKind(meaning: Meaning): string | undefined {
  switch (meaning.kind) {
    case 'job':
      return ofJob(meaning);
    case 'stage':
      return ofStage(meaning);
    case 'variable':
      return ofVariable(meaning);
    case 'input':
      return isDeclared(meaning)
        ? undefined
        : `No 'spec:inputs' in this workspace declares the input '${meaning.name}'`;
    case 'anchor':
      return undefined;
  }
}

function isDeclared({ places }: Meaning): boolean {
  return places.some(({ occurrence }) => occurrence.isDeclaration);
}

function ofJob(meaning: Meaning): string | undefined {
  const { name, pipeline } = meaning;
  if (!isDeclared(meaning)) return `No file of this pipeline that could be read defines the job '${name}'`;
  const fields = pipeline.effective(name)?.fields;
  if (name === 'pages' && fields?.has('pages') === false) {
    return "The job 'pages' publishes a site because of its name; give it the keyword 'pages' first";
  }
  return undefined;
}

function ofStage(meaning: Meaning): string | undefined {
  const { name, pipeline } = meaning;
  if (name === '.pre' || name === '.post') return `The stage '${name}' is there in every pipeline and has this name`;
  if (!isDeclared(meaning)) {
    const isDefault = pipeline.stages.list === undefined && pipeline.stages.names.includes(name);
    return isDefault
      ? `'${name}' is one of the stages that GitLab takes when a pipeline names none; write 'stages' first`
      : `No 'stages' of this pipeline that could be read has '${name}'`;
  }
  const silent = name === DEFAULT_STAGE ? jobWithoutStage(pipeline) : undefined;
  if (silent === undefined) return undefined;
  return `The job '${silent}' has no 'stage' and therefore runs in '${name}'; write its stage first`;
}

function jobWithoutStage(pipeline: Pipeline): string | undefined {
  return [...pipeline.definitions.keys()].find((name) => {
    const job = pipeline.effective(name);
    return job?.hidden === false && job.stage !== 'unknown' && job.stage.from === undefined;
  });
}

function ofVariable(meaning: Meaning): string | undefined {
  const { name } = meaning;
  const owner = ownerOfVariable(name);
  if (owner !== undefined) return `'${name}' is a variable ${owner}; its name is fixed`;
  if (isDeclared(meaning)) return undefined;
  return `No 'variables' of this pipeline sets '${name}': it comes from GitLab's settings, the runner or a script`;
}

/** A text that is put together from inputs may become this name. */
function builtElsewhere({ kind, name, parts, pipeline }: Meaning): string | undefined {
  const [place] = parts.flatMap((part) =>
    placesIn(part, ({ kind: other, pattern }) => other === kind && pattern?.test(name) === true),
  );
  if (place === undefined) return undefined;
  const at = placeName(place.part.file, place.range, pipeline.graph.projectRoot);
  return `'${name}' cannot be renamed: '${place.occurrence.name}' at ${at} is put together from inputs and may mean it`;
}
