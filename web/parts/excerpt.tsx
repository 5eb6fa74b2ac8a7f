import { Scrolled } from './scrolled';
import { lines } from './visible';

const LONGEST_EXCERPT = 20_000;

interface ExcerptProps {
  label: string;
  /** Lines as they were reviewed. */
  before: string;
  /** What would replace them. */
  after?: string | undefined;
  firstLine: number;
}

/** Code with its line numbers; with a replacement, as removed and added lines. */
export function Excerpt({ label, before, after, firstLine }: ExcerptProps) {
  const old = before === '' ? [] : lines(before, LONGEST_EXCERPT);
  const rows =
    after === undefined
      ? old.map(plain(firstLine))
      : [...old.map(removed(firstLine)), ...lines(after, LONGEST_EXCERPT).map(added)];
  return (
    <Scrolled kind="excerpt" label={label}>
      {rows.map(({ key, sign, number, text }) => (
        <div key={key} class={`code-line ${sign === '+' ? 'plus' : sign === '-' ? 'minus' : ''}`}>
          <span class="line-number" aria-hidden="true">
            {number}
          </span>
          {sign === ' ' ? null : <span class="sign">{sign}</span>}
          <code>{text === '' ? ' ' : text}</code>
        </div>
      ))}
    </Scrolled>
  );
}

interface Row {
  key: string;
  sign: ' ' | '+' | '-';
  number: string;
  text: string;
}

function plain(firstLine: number) {
  return (text: string, index: number): Row => ({
    key: `${index}`,
    sign: ' ',
    number: String(firstLine + index),
    text,
  });
}

function removed(firstLine: number) {
  return (text: string, index: number): Row => ({
    key: `-${index}`,
    sign: '-',
    number: String(firstLine + index),
    text,
  });
}

function added(text: string, index: number): Row {
  return { key: `+${index}`, sign: '+', number: '', text };
}
