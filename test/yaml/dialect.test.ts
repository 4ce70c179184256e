import { describe, expect, test } from 'vitest';
import { coreDialect, isPsychDate, kubernetesDialect, psychDialect } from '../../server/src/yaml/dialect.ts';
import type { ScalarValue } from '../../server/src/yaml/dialect.ts';

/** text, as Kubernetes reads it, as Psych reads it, as YAML 1.2 reads it */
const table: [string, ScalarValue, ScalarValue, ScalarValue][] = [
  ['', null, null, null],
  ['~', null, null, null],
  ['null', null, null, null],
  ['NULL', null, null, null],
  ['nUll', 'nUll', null, 'nUll'],
  ['true', true, true, true],
  ['tRue', 'tRue', true, 'tRue'],
  ['y', true, 'y', 'y'],
  ['N', false, 'N', 'N'],
  ['yes', true, true, 'yes'],
  ['No', false, false, 'No'],
  ['nO', 'nO', false, 'nO'],
  ['on', true, true, 'on'],
  ['OFF', false, false, 'OFF'],
  ['online', 'online', 'online', 'online'],
  ['0', 0, 0, 0],
  ['-0', 0, 0, -0],
  ['7', 7, 7, 7],
  ['+7', 7, 7, 7],
  ['-7', -7, -7, -7],
  ['012', 10, 10, 12],
  ['08', 8, '08', 8],
  ['0644', 420, 420, 644],
  ['9007199254740993', 9007199254740992, 9007199254740993n, 9007199254740992],
  ['-0x20000000000001', -9007199254740992, -9007199254740993n, '-0x20000000000001'],
  ['0o644', 420, '0o644', 420],
  ['0b101', 5, 5, '0b101'],
  ['0x1F', 31, 31, 31],
  ['-0x1F', -31, -31, '-0x1F'],
  ['1_000', 1000, 1000, '1_000'],
  ['1,000', '1,000', 1000, '1,000'],
  ['_1', '_1', '_1', '_1'],
  ['1.5', 1.5, 1.5, 1.5],
  ['.5', 0.5, 0.5, 0.5],
  ['1.', 1, 1, 1],
  ['.', '.', '.', '.'],
  ['1e3', 1000, '1e3', 1000],
  ['1.5e+3', 1500, 1500, 1500],
  ['1.5e3', 1500, '1.5e3', 1500],
  ['1e999', '1e999', '1e999', Infinity],
  ['1_000.5', 1000.5, 1000.5, '1_000.5'],
  ['.inf', Infinity, Infinity, Infinity],
  ['-.INF', -Infinity, -Infinity, -Infinity],
  ['.nan', NaN, NaN, NaN],
  ['12:30', '12:30', 45_000, '12:30'],
  ['12:30:15', '12:30:15', 45_015, '12:30:15'],
  ['12:30:15.5', '12:30:15.5', 45_015.5, '12:30:15.5'],
  ['99:99', '99:99', '99:99', '99:99'],
  ['2024-01-01', '2024-01-01', '2024-01-01', '2024-01-01'],
  ['2024-01-01T10:00:00Z', '2024-01-01T10:00:00Z', '2024-01-01T10:00:00Z', '2024-01-01T10:00:00Z'],
  [':name', ':name', 'name', ':name'],
  [':', ':', ':', ':'],
  ['-', '-', '-', '-'],
  ['1.2.3', '1.2.3', '1.2.3', '1.2.3'],
  ['50%', '50%', '50%', '50%'],
  ['<<', '<<', '<<', '<<'],
  ['100m', '100m', '100m', '100m'],
  ['1Gi', '1Gi', '1Gi', '1Gi'],
];

describe('plain scalars', () => {
  test.each(table)('%j', (text, kubernetes, psych, core) => {
    expect(kubernetesDialect.resolvePlain(text)).toEqual(kubernetes);
    expect(psychDialect.resolvePlain(text)).toEqual(psych);
    expect(coreDialect.resolvePlain(text)).toEqual(core);
  });

  test('Psych refuses dates and times, also days that do not exist', () => {
    const refused = ['2024-01-01', '2024-1-1', '2024-02-31', '2024-01-01 10:00:00', '2024-01-01T10:00:00.5+02:00'];
    for (const text of refused) expect(isPsychDate(text), text).toBe(true);
    for (const text of ['2024-13-01', '2024-01', 'x2024-01-01', '20240101', '']) {
      expect(isPsychDate(text), text).toBe(false);
    }
  });
});
