/** Shorter values would blank out ordinary words. */
export const MIN_SECRET = 5;

/** What a secret looks like where programs put it: headers, urls, JSON, basic authorization; and where somebody disguises it. */
export function exactForms(secret: string): Set<string> {
  const json = JSON.stringify(secret).slice(1, -1);
  const hex = Buffer.from(secret).toString('hex');
  const plain = [secret, json, encodeURIComponent(secret), encodeURI(secret), hex, hex.toUpperCase()];
  const encoded = insideBase64(Buffer.from(secret));
  const ofAddresses = encoded.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const forms = [...plain, ...encoded, ...ofAddresses, backwards(secret)];
  return new Set(forms.filter((form) => form.length >= MIN_SECRET));
}

/** The same by their letters and digits alone, of one byte a letter and of two. */
export function plainForms(secret: string, plainLetters: (text: string) => string): Set<string> {
  const bytes = Buffer.from(secret);
  const twice = Buffer.from(bytes.toString('base64'));
  const encoded = [bytes, Buffer.from(secret, 'utf16le'), twice].flatMap(insideBase64);
  const codes = [
    bytes.join(''),
    Array.from(bytes, (code) => code.toString(8)).join(''),
    bytes.toString('hex').replace(/../g, '0x$&'),
  ];
  // In these nothing is spelt otherwise, so that they need no reading.
  const digits = new Set([bytes.toString('hex'), ...encoded.map(lettersAlone), ...codes]);
  const spelt = [secret, turned(secret)];
  return new Set([
    ...[...spelt, ...spelt.map(backwards)].map((form) => plainLetters(form)),
    ...digits,
    ...[...digits].map(backwards),
  ]);
}

function lettersAlone(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

const [FIRST, LAST, SMALL] = [0x61, 0x7a, 0x20];

/** Each letter thirteen further in the alphabet. */
function turned(text: string): string {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 1) {
    const code = bytes[at] ?? 0;
    const small = code | SMALL;
    if (small >= FIRST && small <= LAST) bytes[at] = code + (small - FIRST < 13 ? 13 : -13);
  }
  return bytes.toString();
}

/** Nearly all secrets are of ASCII, which is turned at once. */
function backwards(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length === text.length ? bytes.reverse().toString() : [...text].reverse().join('');
}

/** Base64 of bytes that begin at any of the three places of a group, without the digits that their neighbours share. */
export function insideBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/={1,2}$/, '');
    const whole = Math.floor(((before + bytes.length) * 4) / 3);
    return encoded.slice(Math.ceil((before * 4) / 3), whole);
  });
}
