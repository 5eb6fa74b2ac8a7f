import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Networks that no name of a registry may lead to: the machine itself, its neighbours, and where clouds keep secrets. */
const INNER: readonly [network: string, bits: number, family: 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['168.63.129.16', 32, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['::ffff:0:0', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['2001::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

/** One list for each family: a list that holds `::ffff:0:0/96` takes every address of the older one for its own. */
const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [network, bits, family] of INNER) lists[family].addSubnet(network, bits, family);

/** True for an address that a set-up may not reach, whatever name it has. */
export function isInner(address: string): boolean {
  if (isIPv4(address)) return lists.ipv4.check(address, 'ipv4');
  return !isIPv6(address) || lists.ipv6.check(address, 'ipv6');
}
