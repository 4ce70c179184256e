import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { ownText } from '../../base/record.ts';

/**
 * Addresses of this machine, its network and its cloud provider: a file that somebody else wrote must not make us ask
 * them. https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry
 */
const networks4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const;

const networks6 = [
  // With it the old way to write an IPv4 address as one of IPv6.
  ['::', 96],
  ['64:ff9b:1::', 48],
  // Teredo hides the address of a machine behind it.
  ['2001::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

const privateNetworks = new BlockList();
for (const [network, bits] of networks4) privateNetworks.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of networks6) privateNetworks.addSubnet(network, bits, 'ipv6');

/** Whether an IP address is one of them; also when it is an IPv4 address in the clothes of IPv6. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return privateNetworks.check(address, 'ipv4');
  if (family !== 6) return false;
  const embedded = embeddedAddress(address);
  return embedded === undefined ? privateNetworks.check(address, 'ipv6') : isPrivateAddress(embedded);
}

/** Forms of IPv6 that hold an IPv4 address: how they begin, and at which group it starts. */
const embeddings = [
  { start: [0, 0, 0, 0, 0, 0xffff], at: 6 },
  { start: [0, 0, 0, 0, 0xffff, 0], at: 6 },
  { start: [0x64, 0xff9b, 0, 0, 0, 0], at: 6 },
  { start: [0x2002], at: 1 },
] as const;

/** The IPv4 address in a mapped (`::ffff:0:0/96`), translated (`::ffff:0:0:0/96`, `64:ff9b::/96`) or 6to4 (`2002::/16`) address. */
function embeddedAddress(address: string): string | undefined {
  const groups = groupsOf(address);
  const form = embeddings.find(({ start }) => start.every((group, index) => group === groups[index]));
  return form && dotted(groups[form.at] ?? 0, groups[form.at + 1] ?? 0);
}

function groupsOf(address: string): number[] {
  // The URL parser writes every form of IPv6, also one that ends in an IPv4 address, as groups.
  const written = new URL(`http://[${address.replace(/%.*$/s, '')}]`).hostname.slice(1, -1);
  const [head = '', tail] = written.split('::');
  const read = (part: string): number[] => part.split(':').flatMap((each) => (each === '' ? [] : [parseInt(each, 16)]));
  const [before, after] = [read(head), read(tail ?? '')];
  return [...before, ...Array<number>(tail === undefined ? 0 : 8 - before.length - after.length).fill(0), ...after];
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The code of the error with which `guardedLookup` ends a connection. */
export const BLOCKED = 'PLUMBLINE_BLOCKED';

/** Resolves names for a connection and ends it when the name leads to such an address, whatever it led to before. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, options, (error, address, family) => {
    // For an error there is no address, whatever the types say.
    const answer: unknown = address;
    const found = (Array.isArray(answer) ? answer : [answer]).map((each: unknown) =>
      typeof each === 'string' ? each : (ownText(each, 'address') ?? ''),
    );
    if (error === null && found.some(isPrivateAddress)) {
      callback(Object.assign(new Error('a private address'), { code: BLOCKED }), address, family);
    } else {
      callback(error, address, family);
    }
  });
};
