import { userSchemaFor } from '../../workspace/user-schemas.ts';
import { entriesOf } from '../../yaml/node.ts';
import { defineLanguage } from '../define-language.ts';
import { completeByShape, entrySymbols, hoverByShape } from '../shape-answers.ts';
import { judgeFile } from './judge.ts';
import { duplicateKey } from './rules/duplicate-key.ts';
import { invalidValue } from './rules/invalid-value.ts';
import { missingField } from './rules/missing-field.ts';
import { unknownField } from './rules/unknown-field.ts';
import { wrongType } from './rules/wrong-type.ts';

/** Files to which `.plumbline.yml` gives a JSON Schema: that schema alone judges them. */
export const userSchema = defineLanguage({
  id: 'user-schema',
  claims: (file, snapshot) => userSchemaFor(snapshot, file.path) !== undefined,
  analyze: judgeFile,
  hover: (snapshot, cursor) => {
    const schema = userSchemaFor(snapshot, cursor.file.path);
    return schema && hoverByShape(cursor, schema.shape);
  },
  complete: (snapshot, cursor) => {
    const schema = userSchemaFor(snapshot, cursor.file.path);
    return schema === undefined ? [] : completeByShape(cursor, schema.shape);
  },
  symbols: (_, file) => file.documents.flatMap(({ document }) => entrySymbols(entriesOf(document.root))),
  rules: [unknownField, wrongType, invalidValue, missingField, duplicateKey],
});
