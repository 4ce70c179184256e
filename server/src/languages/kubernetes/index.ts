import { defineLanguage } from '../define-language.ts';
import { isManifestFile } from './claims.ts';
import { complete } from './complete.ts';
import { hover } from './hover.ts';
import { readInParts, readManifests } from './manifest.ts';
import { duplicateKey } from './rules/duplicate-key.ts';
import { invalidKey } from './rules/invalid-key.ts';
import { invalidValue } from './rules/invalid-value.ts';
import { missingField } from './rules/missing-field.ts';
import { removedKind } from './rules/removed-kind.ts';
import { unknownField } from './rules/unknown-field.ts';
import { unknownKind } from './rules/unknown-kind.ts';
import { wrongType } from './rules/wrong-type.ts';
import { named, symbols } from './symbols.ts';

export const kubernetes = defineLanguage({
  id: 'kubernetes',
  claims: (file) => isManifestFile(file),
  analyze: (file) => readManifests(file),
  readInParts,
  hover,
  complete,
  symbols,
  named,
  rules: [unknownField, wrongType, invalidValue, missingField, duplicateKey, invalidKey, unknownKind, removedKind],
});
