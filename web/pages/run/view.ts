/** What the reader chose to see; it stands in the host's hash, so that a link can be sent. */
export interface RunView {
  /** Which record, by `name`, job and attempt; empty for the newest. */
  record: string;
  by: 'severity' | 'file';
  /** Key of the finding that is looked at; empty for none. */
  finding: string;
  /** The part of the page that was asked for. */
  part: string;
  /** States of files to show; empty for all. */
  state: string;
  /** Text that the path, reason or rule of a file has to hold. */
  text: string;
}

export const USUAL_VIEW: RunView = { record: '', by: 'severity', finding: '', part: '', state: '', text: '' };

const LONGEST = 300;

export function viewOfHash(hash: string): RunView {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const text = (name: string) => (given.get(name) ?? '').slice(0, LONGEST);
  return {
    record: text('record'),
    by: given.get('by') === 'file' ? 'file' : 'severity',
    finding: text('finding'),
    part: text('part').replace(/[^\w-]/g, ''),
    state: text('state').replace(/[^\w-]/g, ''),
    text: text('text'),
  };
}

/** Only what is not as usual. */
export function hashOfView(view: RunView): string {
  const changed = Object.entries(view).filter(([name, value]) => value !== USUAL_VIEW[name as keyof RunView]);
  return new URLSearchParams(changed).toString();
}
