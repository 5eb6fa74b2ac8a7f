import assert from 'node:assert/strict';
import { isInner } from '../../../src/adapters/egress/addresses';

describe('addresses that a set-up may reach', () => {
  const Outer = ['8.8.8.8', '140.82.121.4', '203.0.113.80', '172.15.255.255', '172.32.0.1', '192.0.1.1', '198.20.0.1'];
  const Outer6 = ['2606:4700::1111', '2001:4860:4860::8888', '64:ff9b:2::1', '2a00:1450:4001:80b::200e'];
  const Inner = ['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255'];
  const InnerToo = ['192.0.0.192', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '168.63.129.16'];
  const Inner6 = [
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fd00::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    '64:ff9b:1::a9fe:a9fe',
    '2001:0:53aa:64c::5601:5601',
  ];
  const None = ['', 'localhost', '127.1', '1', 'ff02::1'];

  for (const address of [...Outer, ...Outer6]) {
    it(`${address} is outside`, () => assert.equal(isInner(address), false));
  }
  for (const address of [...Inner, ...InnerToo, ...Inner6, ...None]) {
    it(`${JSON.stringify(address)} is not reached`, () => assert.equal(isInner(address), true));
  }
});
