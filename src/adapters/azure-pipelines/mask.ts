export interface Mask {
  /** From now on the value is unprintable, whole, encoded, or in part. Values under five characters are ignored. */
  add(secret: string): void;
  /** The text with `***` wherever something of a secret stood. */
  hide(text: string): string;
}

/** Shorter values would blank out ordinary words. */
const MIN_SECRET_LENGTH = 5;

/** A part this long of a key is worth hiding: an error message often quotes the first or last characters. */
const WINDOW = 12;

/** Hides known secrets: the agent masks only whole values, and only in the log. */
export function createMask(): Mask {
  const wholes = new Set<string>();
  const windows = new Set<string>();
  return {
    add(secret) {
      for (const line of secret.split(/\r\n|\r|\n/)) {
        if (line.length >= MIN_SECRET_LENGTH) for (const form of formsOf(line)) addForm(form);
      }
    },
    hide: (text) => (wholes.size === 0 ? text : cover(text, marked(text, wholes, windows))),
  };

  function addForm(form: string): void {
    wholes.add(form);
    for (let at = 0; at + WINDOW <= form.length; at++) windows.add(form.slice(at, at + WINDOW));
  }
}

/** What a secret looks like where programs put it: headers, urls, JSON, basic authorization. */
function formsOf(secret: string): Set<string> {
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = [secret, json, encodeURIComponent(secret), encodeURI(secret), ...insideBase64(secret)];
  return new Set(forms.filter((form) => form.length >= MIN_SECRET_LENGTH));
}

/** Base64 of a secret that begins at any of the three places of a group, without the digits that its neighbours share. */
function insideBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((before + bytes.length) * 4) / 3);
    const inner = encoded.slice(Math.ceil((before * 4) / 3), whole);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function marked(text: string, wholes: ReadonlySet<string>, windows: ReadonlySet<string>): [number, number][] {
  const ranges: [number, number][] = [];
  for (const whole of wholes) {
    for (let at = text.indexOf(whole); at >= 0; at = text.indexOf(whole, at + 1)) ranges.push([at, at + whole.length]);
  }
  for (let at = 0; at + WINDOW <= text.length; at++) {
    if (windows.has(text.slice(at, at + WINDOW))) ranges.push([at, at + WINDOW]);
  }
  return ranges.sort((left, right) => left[0] - right[0]);
}

function cover(text: string, ranges: readonly [number, number][]): string {
  let shown = '';
  let end = 0;
  for (const [from, to] of ranges) {
    if (from > end || (from === 0 && end === 0)) shown += `${text.slice(end, from)}***`;
    end = Math.max(end, to);
  }
  return shown + text.slice(end);
}
