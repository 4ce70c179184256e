import { entriesOf, scalarText, type YamlBlock, type YamlNode, type YamlScalar } from '../../../yaml/node.ts';
import { variableMappings } from '../variables/variable-mappings.ts';
import { entropy, isPlaceholder } from './find-secrets.ts';

/** Names that say themselves that their value is secret. */
const SECRET_NAME =
  /(?:^|_)(?:PASSWORD|PASSWD|PASS|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|SECRET_?KEY|ACCESS_?KEY|AUTH_?KEY|CREDENTIALS?)$/i;

/** Random text of a length that nobody types: letters and digits, no words, paths, addresses or variables. */
const RANDOM = /^(?=.*[a-z])(?=.*[A-Z0-9])(?=.*\d)[A-Za-z0-9+/=_!#%^&*@~.-]{16,}$/;

const MAX_LENGTH = 500;
const LEAST_ENTROPY = 3.3;

/** Values of `variables` that a name calls secret and that look random. */
export function namedSecrets(block: YamlBlock): { readonly at: YamlScalar; readonly what: string }[] {
  return entriesOf(block.root).flatMap(({ key, value }) => {
    return variableMappings(scalarText(key) ?? '', value)
      .flatMap(entriesOf)
      .flatMap((entry) => {
        const name = scalarText(entry.key) ?? '';
        const scalar = entry.value?.kind === 'mapping' ? inLongForm(entry.value) : entry.value;
        if (!SECRET_NAME.test(name) || scalar?.kind !== 'scalar' || !isRandom(scalar.text)) return [];
        return [{ at: scalar, what: `What looks like the secret value of '${name}'` }];
      });
  });
}

function inLongForm(variable: YamlNode): YamlNode | undefined {
  return entriesOf(variable).find(({ key }) => scalarText(key) === 'value')?.value;
}

function isRandom(text: string): boolean {
  if (text.length > MAX_LENGTH || !RANDOM.test(text) || isPlaceholder(text)) return false;
  // Words joined by dashes, dots or slashes are a name, a path or a host.
  if (text.split(/[-_./]/).filter((part) => /^[a-z]{3,}$|^[A-Z]{3,}$/i.test(part)).length >= 2) return false;
  return entropy(text) >= LEAST_ENTROPY;
}
