import { either, mapOf, mapping, refuse, type Entry } from './entry.ts';
import { boolean, TEXT } from './plain-values.ts';
import { isBlank, isHash, isText } from './tests.ts';

/** A mapping of texts, some of which must be there. */
function located(required: readonly string[], others: readonly string[] = []): Entry {
  const keys = [...required, ...others];
  return mapping({
    attributes: keys,
    whole: (value, place) => {
      for (const key of required.filter((each) => isBlank(value[each]))) refuse(place, key, "can't be blank");
    },
    demands: keys.filter((key) => key !== 'version').map((key) => [key, ...TEXT] as const),
  });
}

/** A secret's address in one text, or in its parts. */
function textOr(parts: Entry): Entry {
  return either(
    [
      [isText, () => undefined],
      [isHash, parts],
    ],
    'should be a hash or a string',
  );
}

const vault = mapping({
  attributes: ['path', 'field'],
  parts: { engine: mapping({ attributes: ['name', 'path'], open: true }) },
  whole: (value, place) => {
    for (const key of ['path', 'field', 'engine'].filter((each) => isBlank(value[each]))) {
      refuse(place, key, "can't be blank");
    }
  },
  demands: [
    ['path', ...TEXT],
    ['field', ...TEXT],
    ['engine', isHash, 'should be a hash'],
  ],
});

const MANAGERS: Readonly<Record<string, Entry>> = {
  vault: textOr(vault),
  azure_key_vault: located(['name'], ['version']),
  gcp_secret_manager: located(['name'], ['version']),
  aws_secrets_manager: textOr(
    located(['secret_id'], ['version_id', 'version_stage', 'region', 'role_arn', 'role_session_name', 'field']),
  ),
  gitlab_secrets_manager: located(['name'], ['source']),
  akeyless: mapping({ open: true }),
};

/** https://docs.gitlab.com/ci/yaml/#secrets */
export const secrets = mapOf(
  mapping({
    attributes: ['token'],
    parts: { ...MANAGERS, file: boolean },
    whole: (value, place) => {
      const managers = Object.keys(MANAGERS);
      if (managers.filter((key) => key in value).length !== 1) {
        refuse(place, 'config', `must use exactly one of these keys: ${managers.join(', ')}`);
      }
      if ('gcp_secret_manager' in value && isBlank(value['token'])) refuse(place, 'token', "can't be blank");
    },
    demands: [['token', ...TEXT]],
  }),
);
