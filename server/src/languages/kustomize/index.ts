import { defineLanguage } from '../define-language.ts';
import { entrySymbols, hoverByShape } from '../shape-answers.ts';
import { complete } from './complete.ts';
import { isKustomizationFile, kustomizationShape, readKustomization } from './kustomization.ts';
import { definition, links } from './navigate.ts';
import { duplicateKey } from './rules/duplicate-key.ts';
import { duplicateResource } from './rules/duplicate-resource.ts';
import { invalidValue } from './rules/invalid-value.ts';
import { missingField } from './rules/missing-field.ts';
import { missingPath } from './rules/missing-path.ts';
import { missingSource } from './rules/missing-source.ts';
import { unknownField } from './rules/unknown-field.ts';
import { wrongType } from './rules/wrong-type.ts';

export const kustomize = defineLanguage({
  id: 'kustomize',
  claims: (file) => isKustomizationFile(file),
  analyze: (file) => readKustomization(file),
  hover: (_, cursor) => hoverByShape(cursor, kustomizationShape()),
  complete,
  definition,
  links,
  symbols: (_, file) => entrySymbols(readKustomization(file).entries),
  rules: [
    unknownField,
    wrongType,
    invalidValue,
    missingField,
    duplicateKey,
    missingPath,
    missingSource,
    duplicateResource,
  ],
});
