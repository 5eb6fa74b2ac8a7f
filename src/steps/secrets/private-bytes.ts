const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTETS = 0x04;
const IDENTIFIER = 0x06;
/** PKCS#5 with a password. */
const ENCRYPTED = Buffer.from('2a864886f70d0105', 'hex');
/** PKCS#7 data. */
const PACKED = Buffer.from('2a864886f70d0107', 'hex');

/** JKS, JCEKS and BKS. */
const KEY_STORE = /^(?:(?:feedfeed|cececece)0000000[12]|0000000[12]00000014)/;

/** Whether these are the first bytes of a private key: of RSA and DSA, of a curve, in PKCS#8, or as OpenSSH writes it. */
export function beginsPrivateKey(bytes: Buffer): boolean {
  if (bytes.subarray(0, 14).toString('latin1') === 'openssh-key-v1') return true;
  const at = insideOf(bytes, 0);
  if (at < 0 || bytes[at] !== INTEGER || bytes[at + 1] !== 1) return false;
  const [version, kind, length = 0] = bytes.subarray(at + 2, at + 5);
  if (version === 0 && kind === INTEGER) return length >= 0x40;
  if (version === 1 && kind === OCTETS) return length >= 0x1c && length <= 0x42;
  return (version === 0 || version === 1) && kind === SEQUENCE && bytes[insideOf(bytes, at + 3)] === IDENTIFIER;
}

/** A private key behind a password of its own: PKCS#8 with one, or the file of a certificate with its key. */
export function beginsLockedKey(bytes: Buffer): boolean {
  if (KEY_STORE.test(bytes.subarray(0, 8).toString('hex'))) return true;
  const at = insideOf(bytes, 0);
  if (at < 0) return false;
  if (bytes[at] === SEQUENCE) return bytes.indexOf(ENCRYPTED) === insideOf(bytes, at) + 2;
  const isPacked = bytes[at] === INTEGER && bytes[at + 1] === 1 && bytes[at + 2] === 3;
  return isPacked && bytes.subarray(0, 40).includes(PACKED);
}

/** Where the content of a sequence begins; -1 where there is none. */
function insideOf(bytes: Buffer, at: number): number {
  if (bytes[at] !== SEQUENCE) return -1;
  const length = bytes[at + 1] ?? 0;
  return at + 2 + (length > 0x80 ? length - 0x80 : 0);
}
