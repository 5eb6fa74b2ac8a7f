import assert from 'node:assert/strict';
import { mayEverybodyWrite } from '../../../src/adapters/process/windows-access';

describe('an access list of Windows', () => {
  const cases: [name: string, list: string, isOpen: boolean][] = [
    ['of Program Files', 'D:PAI(A;OICIIO;GA;;;CO)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)', false],
    ['of a folder at the root of a drive', 'D:AI(A;OICIID;FA;;;BA)(A;OICIID;0x1200a9;;;BU)(A;ID;0x1301bf;;;AU)', false],
    ['where whoever has signed in may do anything', 'D:(A;OICI;FA;;;AU)(A;OICI;FA;;;BU)(A;;FA;;;IU)', false],
    ['where users may add folders and files, as at the root of a drive', 'D:AI(A;CIID;LC;;;BU)(A;CIID;DC;;;BU)', false],
    ['with full access for everybody', 'D:(A;OICI;FA;;;WD)', true],
    ['with full access for everybody, by number', 'D:(A;OICI;0x1f01ff;;;S-1-1-0)', true],
    ['where everybody may change', 'D:PAI(A;OICI;0x1301bf;;;WD)(A;OICI;FA;;;BA)', true],
    ['where everybody may add files', 'D:(A;;0x2;;;WD)', true],
    ['where everybody may change the list', 'D:(A;;0x40000;;;WD)', true],
    ['where everybody may write, in letters', 'D:(A;;FRFW;;;WD)', true],
    ['where guests may write', 'D:(A;;GW;;;BG)', true],
    ['where everybody may write, in bits', 'D:(A;;0x40000000;;;WD)', true],
    ['where everybody may read and run', 'D:(A;OICI;0x1200a9;;;WD)(A;;FRFX;;;AN)', false],
    ['that leaves writing to what is below', 'D:(A;OICIIO;FA;;;WD)', false],
    ['that denies it first', 'D:(D;;FW;;;WD)(A;;FA;;;WD)', false],
    ['that denies it to others', 'D:(D;;FW;;;AN)(A;;FA;;;WD)', true],
    ['that is none at all', 'D:NO_ACCESS_CONTROL', true],
    ['that is empty: nobody may do anything', 'D:P', false],
    ['with an owner and rules of supervision', 'O:BAG:SYD:(A;;FA;;;WD)S:AI(AU;SA;FA;;;WD)', true],
    ['of which nothing is known', '', false],
  ];
  for (const [name, list, isOpen] of cases) it(name, () => assert.equal(mayEverybodyWrite(list), isOpen));
});
