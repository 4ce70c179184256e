import { defineLanguage } from '../define-language.ts';
import { completeByShape, entrySymbols, hoverByShape } from '../shape-answers.ts';
import { configurationShape, isConfigurationFile, readConfiguration } from './configuration.ts';
import { duplicateKey } from './rules/duplicate-key.ts';
import { invalidValue } from './rules/invalid-value.ts';
import { missingField } from './rules/missing-field.ts';
import { missingPath } from './rules/missing-path.ts';
import { unknownField } from './rules/unknown-field.ts';
import { unusableSchema } from './rules/unusable-schema.ts';
import { wrongType } from './rules/wrong-type.ts';

export const plumblineConfig = defineLanguage({
  id: 'plumbline-config',
  claims: isConfigurationFile,
  analyze: (file) => readConfiguration(file),
  hover: (_, cursor) => hoverByShape(cursor, configurationShape()),
  complete: (_, cursor) => completeByShape(cursor, configurationShape()),
  symbols: (_, file) => entrySymbols(readConfiguration(file).entries),
  rules: [unknownField, wrongType, invalidValue, missingField, duplicateKey, missingPath, unusableSchema],
});
