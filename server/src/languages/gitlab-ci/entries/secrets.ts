import { isRecord } from '../../../base/record.ts';
import { either, mapOf, mapping, refuse, type Entry } from './entry.ts';
import { boolean, TEXT } from './plain-values.ts';
import { isBlank, isHash, isText } from './tests.ts';

/** A mapping of texts, some of which must be there; some may be of any kind. */
function located(required: readonly string[], others: readonly string[] = [], free: readonly string[] = []): Entry {
  const keys = [...required, ...others];
  return mapping({
    attributes: keys,
    whole: (value, place) => {
      for (const key of required.filter((each) => isBlank(value[each]))) refuse(place, key, "can't be blank");
    },
    demands: keys.filter((key) => !free.includes(key)).map((key) => [key, ...TEXT] as const),
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

const engineTexts = located(['name', 'path']);

const engine: Entry = (value, place) => {
  const missing = ['name', 'path'].filter((key) => isRecord(value) && !Object.hasOwn(value, key));
  if (missing.length > 0) refuse(place, 'config', `missing required keys: ${missing.join(', ')}`);
  engineTexts(value, place);
};

const vault = mapping({
  attributes: ['path', 'field'],
  parts: { engine },
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

const AKEYLESS = [
  ...['name', 'data_key', 'cert_user_name', 'public_key_data', 'csr_data', 'uid_token', 'gcp_audience'],
  ...['azure_object_id', 'k8s_service_account_token', 'k8s_auth_config_name', 'gateway_ca_certificate'],
];

const SOURCE = /^(?:project|group\/[a-zA-Z0-9_\-./]+)$/;

const ofGitlab = mapping({
  attributes: ['name', 'source'],
  whole: (value, place) => {
    if (isBlank(value['name'])) refuse(place, 'name', "can't be blank");
  },
  demands: [
    ['name', ...TEXT],
    ['source', ...TEXT],
    ['source', (own) => SOURCE.test(String(own)), "must follow the format group/group_full_path or 'project'"],
  ],
});

const MANAGERS: Readonly<Record<string, Entry>> = {
  vault: textOr(vault),
  azure_key_vault: located(['name'], ['version']),
  gcp_secret_manager: located(['name'], ['version'], ['version']),
  aws_secrets_manager: textOr(
    located(['secret_id'], ['version_id', 'version_stage', 'region', 'role_arn', 'role_session_name', 'field']),
  ),
  gitlab_secrets_manager: ofGitlab,
  akeyless: located([], AKEYLESS),
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
      if (!isBlank(value['gcp_secret_manager']) && isBlank(value['token'])) {
        refuse(place, 'token', 'is required with gcp secrets manager');
      }
    },
    demands: [['token', ...TEXT]],
  }),
);
