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
  const codes = [bytes.join(''), Array.from(bytes, (code) => code.toString(8)).join('')];
  // In these nothing is spelt otherwise, so that they need no reading.
  const digits = new Set([bytes.toString('hex'), ...encoded.map(lettersAlone), ...codes]);
  const spelt = [secret, turned(secret)];
  return new Set([
    ...[...spelt, ...spelt.map(backwards)].map((form) => plainLetters(form)),
    ...digits,
    ...[...digits].map((form) => Buffer.from(form).reverse().toString()),
  ]);
}

function lettersAlone(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

/** Each letter thirteen further in the alphabet. */
function turned(text: string): string {
  return [...text].map((letter) => TURNED.get(letter) ?? letter).join('');
}

const ALPHABETS = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const TURNED: ReadonlyMap<string, string> = new Map(
  ALPHABETS.flatMap((letters) =>
    [...letters].map((letter, at) => [letter, letters[(at + 13) % 26] ?? letter] as const),
  ),
);

function backwards(text: string): string {
  return [...text].reverse().join('');
}

/** Base64 of bytes that begin at any of the three places of a group, without the digits that their neighbours share. */
function insideBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/={1,2}$/, '');
    const whole = Math.floor(((before + bytes.length) * 4) / 3);
    return encoded.slice(Math.ceil((before * 4) / 3), whole);
  });
}
