export interface Mask {
  /** From now on the value is unprintable, whole, encoded, or in part. Values under five characters are ignored. */
  add(secret: string): void;
  /** The text with a sign, `***` if none is given, wherever something of a secret stood. */
  hide(text: string, sign?: string): string;
  /** True when something of a secret stands in the text. */
  finds(text: string): boolean;
}

/** Shorter values would blank out ordinary words. */
const MIN_SECRET = 5;

/** A part this long of a key is worth hiding: an error message often quotes the first or last characters. */
const WINDOW = 12;

/** Hides known secrets: the agent masks only whole values, and only in the log. */
export function createMask(): Mask {
  const shorts = new Set<string>();
  const windows = new Set<string>();
  /** By four characters, so that most places of a text are passed over without a look at the set. */
  const starts = new Uint8Array(SLOTS);
  const find = (text: string) => rangesIn(text, shorts, windows, starts);
  return {
    add(secret) {
      for (const line of secret.split(/\r\n|\r|\n/)) {
        if (line.length >= MIN_SECRET) for (const form of formsOf(line)) addForm(form);
      }
    },
    hide: (text, sign = '***') => cover(text, find(text), sign),
    finds: (text) => find(text).length > 0,
  };

  function addForm(form: string): void {
    if (form.length < WINDOW) shorts.add(form);
    for (let at = 0; at + WINDOW <= form.length; at++) {
      windows.add(form.slice(at, at + WINDOW));
      starts[slotAt(form, at)] = 1;
    }
  }
}

const SLOTS = 1 << 18;

function slotAt(text: string, at: number): number {
  const first = text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 4);
  return (first ^ (text.charCodeAt(at + 2) << 8) ^ (text.charCodeAt(at + 3) << 11)) & (SLOTS - 1);
}

/** What a secret looks like where programs put it: headers, urls, JSON, basic authorization; and where somebody disguises it. */
function formsOf(secret: string): Set<string> {
  const json = JSON.stringify(secret).slice(1, -1);
  const hex = Buffer.from(secret).toString('hex');
  const plain = [secret, json, encodeURIComponent(secret), encodeURI(secret), hex, hex.toUpperCase()];
  const forms = [...plain, ...insideBase64(secret), [...secret].reverse().join('')];
  return new Set(forms.filter((form) => form.length >= MIN_SECRET));
}

/** Base64 of a secret that begins at any of the three places of a group, without the digits that its neighbours share. */
function insideBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/={1,2}$/, '');
    const whole = Math.floor(((before + bytes.length) * 4) / 3);
    const inner = encoded.slice(Math.ceil((before * 4) / 3), whole);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function rangesIn(
  text: string,
  shorts: ReadonlySet<string>,
  windows: ReadonlySet<string>,
  starts: Uint8Array,
): [number, number][] {
  const ranges: [number, number][] = [];
  for (const short of shorts) {
    for (let at = text.indexOf(short); at >= 0; at = text.indexOf(short, at + 1)) ranges.push([at, at + short.length]);
  }
  if (windows.size === 0) return ranges;
  for (let at = 0; at + WINDOW <= text.length; at++) {
    if (starts[slotAt(text, at)] === 1 && windows.has(text.slice(at, at + WINDOW))) ranges.push([at, at + WINDOW]);
  }
  return ranges.sort((left, right) => left[0] - right[0]);
}

function cover(text: string, ranges: readonly [number, number][], sign: string): string {
  let [shown, end] = ['', 0];
  for (const [from, to] of ranges) {
    if (from > end || (from === 0 && end === 0)) shown += text.slice(end, from) + sign;
    end = Math.max(end, to);
  }
  return shown + text.slice(end);
}
