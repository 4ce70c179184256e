import { isRecord } from '../../../base/record.ts';
import { combinations } from '../simulate/matrix.ts';
import { inside, isOpenText, mapping, refuse, refuseWhole, type Entry, type Place, type Test } from './entry.ts';
import { isBlank, isText, isWhole } from './tests.ts';

const MAX_COPIES = 200;

const matrix: Entry = (value, place) => {
  if (isOpenText(value)) return;
  if (!Array.isArray(value) || !value.every(isRecord)) {
    refuse(place, 'config', 'should be an array of hashes');
    return;
  }
  if (combinations(value).length > MAX_COPIES) {
    refuse(place, 'config', `generates too many jobs (maximum is ${MAX_COPIES})`);
  }
  for (const item of value) {
    const own = inside(place, 'variables');
    if (!Object.values(item).every(isMatrixValue)) {
      refuse(own, 'config', 'should be a hash of key value pairs, value can be an array');
    }
    if (isBlank(item)) refuse(own, 'config', 'requires at least 1 items');
  }
};

/**
 * An empty list makes no copies, which GitLab takes (lib/gitlab/config/entry/legacy_validation_helpers.rb). A value is a
 * text or a whole number: unlike in `variables`, decimal numbers and truth values are refused (`AlphanumericValidator`).
 */
function isMatrixValue(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isTextOrWhole) : isTextOrWhole(value);
}

const isTextOrWhole: Test = (value) => isText(value) || isWhole(value);

const matrixHash = mapping({ parts: { matrix }, required: ['matrix'] });

/** https://docs.gitlab.com/ci/yaml/#parallel: a number or a matrix; a trigger job has no number. */
export function parallel(mayBeNumber: boolean): Entry {
  return (value, place) => {
    if (isOpenText(value)) return;
    if (typeof value === 'number' || typeof value === 'bigint') judgeNumber(Number(value), place, mayBeNumber);
    else if (isRecord(value)) matrixHash(value, place);
    else refuseWhole(place, 'should be an integer or a hash');
  };
}

function judgeNumber(value: number, place: Place, isAllowed: boolean): void {
  if (!isWhole(value)) refuse(place, 'config', 'must be an integer');
  else if (value < 1) refuse(place, 'config', 'must be greater than or equal to 1');
  else if (value > MAX_COPIES) refuse(place, 'config', `must be less than or equal to ${MAX_COPIES}`);
  if (!isAllowed) refuse(place, 'config', 'cannot use "parallel: <number>".');
}
