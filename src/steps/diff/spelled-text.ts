/** A number that is longer is no constant, and takes long to be told apart. */
const MAX_DIGITS = 20_000;
/** Of random digits, fewer make letters in any grouping. */
const MIN_LETTERS = 0.93;
const FEW_DIGITS = /^[0-7]+$/;

/** How much of a text is printable signs and white space. */
export function printableShare(content: string): number {
  let printable = 0;
  for (let at = 0; at < content.length; at += 1) if (isPrintable(content.charCodeAt(at))) printable += 1;
  return printable / Math.max(1, content.length);
}

function isPrintable(code: number): boolean {
  return (code >= 32 && code < 127) || code === 9 || code === 10 || code === 13;
}

/** True for digits that may be the numbers of letters: two or three for each, or all of them one number of many bytes. */
export function spellsText(digits: string): boolean {
  if (digits.length > MAX_DIGITS || FEW_DIGITS.test(digits)) return true;
  const hex = BigInt(digits).toString(16);
  const whole = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('latin1');
  if (printableShare(whole) > MIN_LETTERS || printableShare(whole.split('').reverse().join('')) > MIN_LETTERS)
    return true;
  const groupings = [/\d{3}/g, /\d{2}/g, /1\d\d|[2-9]\d/g].flatMap((group) =>
    [0, 1, 2].map((start) => ({ group, start })),
  );
  return groupings.some(({ group, start }) => lettersIn(digits.slice(start).match(group) ?? []) > MIN_LETTERS);
}

/** True for points of a drawing that are the numbers of letters, most of them small ones: no drawing keeps to these. */
export function spellsInPoints(outline: string): boolean {
  const numbers = (outline.match(/\d+(?:\.\d+)?/g) ?? []).map((one) => Math.floor(Number(one)));
  const share = (isIt: (one: number) => boolean) => numbers.filter(isIt).length / Math.max(1, numbers.length);
  return share(isPrintable) > MIN_LETTERS && share((one) => one >= 97 && one <= 122) > 0.5;
}

function lettersIn(groups: readonly string[]): number {
  const letters = groups.map(Number).filter(isPrintable);
  return letters.length / Math.max(1, groups.length);
}
