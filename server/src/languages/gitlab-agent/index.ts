import { defineLanguage } from '../define-language.ts';
import { entrySymbols, hoverByShape } from '../shape-answers.ts';
import { complete } from './complete.ts';
import { agentShape, isAgentConfiguration, readAgentConfiguration } from './configuration.ts';
import { duplicateKey } from './rules/duplicate-key.ts';
import { exactlyOne } from './rules/exactly-one.ts';
import { invalidValue } from './rules/invalid-value.ts';
import { missingField } from './rules/missing-field.ts';
import { removedField } from './rules/removed-field.ts';
import { unknownField } from './rules/unknown-field.ts';
import { unreadFile } from './rules/unread-file.ts';
import { wrongType } from './rules/wrong-type.ts';

/** `.gitlab/agents/<name>/config.yaml`, which an agent for Kubernetes reads from the default branch. */
export const gitlabAgent = defineLanguage({
  id: 'gitlab-agent',
  claims: (file) => isAgentConfiguration(file),
  analyze: (file) => readAgentConfiguration(file),
  hover: (_, cursor) => hoverByShape(cursor, agentShape()),
  complete,
  symbols: (_, file) => entrySymbols(readAgentConfiguration(file).entries),
  rules: [unknownField, wrongType, invalidValue, missingField, duplicateKey, exactlyOne, removedField, unreadFile],
});
