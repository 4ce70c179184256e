import { describe, expect, test } from 'vitest';
import { isPrivateAddress } from '../../server/src/io/text/private-address.ts';

/** As a connection sees the host of an address, however somebody wrote it. */
function hostOf(written: string): string {
  return new URL(`http://${written}/`).hostname.replace(/^\[|\]$/g, '');
}

describe('addresses of this machine and of private networks', () => {
  test.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0177.0.0.01',
    '0x7f000001',
    '127.0.0.1.',
    '0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[::127.0.0.1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[::ffff:0:10.0.0.1]',
    '[0:0:0:0:0:ffff:7f00:1]',
    '[64:ff9b::10.0.0.1]',
    '[64:ff9b:1::1]',
    '[2002:7f00:1::]',
    '[2001:0:4136:e378:8000:63bf:3fff:fdd2]',
    '[fc00::1]',
    '[fd12:3456::1]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
  ])('%s is one', (written) => {
    expect(isPrivateAddress(hostOf(written))).toBe(true);
  });

  test.each([
    '93.184.216.34',
    '172.32.0.1',
    '100.128.0.1',
    '[2606:2800:220:1::1]',
    '[::ffff:93.184.216.34]',
    '[2002:5db8:d822::]',
  ])('%s is none', (written) => {
    expect(isPrivateAddress(hostOf(written))).toBe(false);
  });

  test('a zone says nothing', () => {
    expect(isPrivateAddress('fe80::1%eth0')).toBe(true);
    expect(isPrivateAddress('::ffff:127.0.0.1%1')).toBe(true);
  });
});
