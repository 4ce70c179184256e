import { schemaEntries, userSchemaState } from '../../../workspace/user-schemas.ts';
import type { Rule } from '../../language.ts';
import type { ConfigurationFile } from '../configuration.ts';

/** A schema file that cannot judge anything: it is broken, no JSON Schema, or refers to what is not in it. */
export const unusableSchema: Rule<ConfigurationFile> = {
  code: 'plumbline-config/unusable-schema',
  severity: 'error',
  *check({ file }, snapshot) {
    for (const { schema, path } of schemaEntries(file)) {
      const state = userSchemaState(snapshot, path);
      if (state.state !== 'invalid') continue;
      yield { at: schema, message: `'${schema.text}' cannot be used as a JSON Schema: ${state.why}` };
    }
  },
};
