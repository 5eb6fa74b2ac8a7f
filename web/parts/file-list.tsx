import type { FileFate } from '../../src/steps/scope/file-fate';
import { Badge, wordOf } from './badge';
import { useSurroundings } from './surroundings';
import { line } from './visible';
import { plural } from './words';

interface FileListProps {
  files: readonly FileFate[];
  /** A state, or empty for all. */
  state: string;
  text: string;
  filter(change: { state?: string; text?: string }): void;
}

const STATES = ['reviewed', 'clipped', 'skipped', 'notReviewed'] as const;
/** Rows that are laid out together when they come into view. */
const MOST_TOGETHER = 100;
const ROW_HEIGHT = 29;
const SIZE_WIDTH = 40;

/** Every changed file with what became of it and why, by folder. */
export function FileList({ files, state, text, filter }: FileListProps) {
  const { format } = useSurroundings();
  const shown = files.filter((file) => (state === '' || file.state === state) && holds(file, text.toLowerCase()));
  const most = Math.max(1, ...files.map(({ added, removed }) => added + removed));
  return (
    <div class="files">
      <div class="filters">
        <fieldset class="chips">
          <legend class="hidden">State</legend>
          <Chip
            name="all"
            count={format.count(files.length)}
            isOn={state === ''}
            choose={() => filter({ state: '' })}
          />
          {STATES.map((name) => (
            <Chip
              key={name}
              name={wordOf(name)}
              count={format.count(files.filter((file) => file.state === name).length)}
              isOn={state === name}
              choose={() => filter({ state: state === name ? '' : name })}
            />
          ))}
        </fieldset>
        <label class="search">
          <span class="hidden">Filter by path, reason or rule</span>
          <input
            type="search"
            placeholder="Filter by path, reason or rule"
            value={text}
            onInput={(event) => filter({ text: event.currentTarget.value })}
          />
        </label>
        <span class="quiet" role="status">
          {shown.length === files.length ? '' : `${plural(format.count(shown.length), shown.length, 'file')} shown`}
        </span>
      </div>
      {groupsOf(shown).map(({ folder, part, rows }) => (
        <section
          key={`${folder} ${part}`}
          class="folder"
          aria-label={folder}
          style={{ containIntrinsicSize: `auto ${rows.length * ROW_HEIGHT + 40}px` }}
        >
          <h3>
            {line(folder, 600)} <span class="count">{format.count(rows.length)}</span>
          </h3>
          <ul>
            {rows.map((file) => (
              <Row key={file.path} file={file} most={most} />
            ))}
          </ul>
        </section>
      ))}
      {shown.length === 0 && files.length > 0 ? <p class="quiet">No file is like that.</p> : null}
    </div>
  );
}

function Chip({ name, count, isOn, choose }: { name: string; count: string; isOn: boolean; choose(): void }) {
  return (
    <button type="button" class="chip" aria-pressed={isOn} onClick={choose}>
      {name} <span class="count">{count}</span>
    </button>
  );
}

function Row({ file, most }: { file: FileFate; most: number }) {
  const { path, state, added, removed, reason = '', rule = '' } = file;
  const why = [line(reason, 1000), linesRead(file)].filter(Boolean).join(' ');
  return (
    <li class="file">
      <Badge kind={state} />
      <code class="path">{line(nameOf(path), 300)}</code>
      <span class="lines">
        <span class="added">+{added}</span> <span class="removed">−{removed}</span>
        <Size added={added} removed={removed} most={most} />
      </span>
      <span class="why">
        {why} {rule ? <code>{line(rule)}</code> : null}
      </span>
    </li>
  );
}

/** How large the change is beside the largest one; the root makes small ones visible. One element, since there are thousands. */
function Size({ added, removed, most }: { added: number; removed: number; most: number }) {
  const width = SIZE_WIDTH * Math.sqrt((added + removed) / most);
  const plus = added + removed === 0 ? 0 : (width * added) / (added + removed);
  return <span class="size" style={`--plus:${plus.toFixed(1)}px;--all:${width.toFixed(1)}px`} />;
}

function linesRead({ linesRead: read, added, removed }: FileFate): string {
  return read === undefined ? '' : `${read} of ${added + removed} changed lines were read.`;
}

function holds({ path, reason = '', rule = '' }: FileFate, text: string): boolean {
  return text === '' || [path, reason, rule].some((one) => one.toLowerCase().includes(text));
}

interface Group {
  folder: string;
  part: number;
  rows: FileFate[];
}

function groupsOf(files: readonly FileFate[]): Group[] {
  const folders = new Map<string, FileFate[]>();
  for (const file of files) {
    const folder = folderOf(file.path);
    const rows = folders.get(folder);
    if (rows) rows.push(file);
    else folders.set(folder, [file]);
  }
  return [...folders].flatMap(([folder, all]) => {
    const parts = Math.ceil(all.length / MOST_TOGETHER);
    return Array.from({ length: parts }, (_, part) => ({
      folder,
      part,
      rows: all.slice(part * MOST_TOGETHER, (part + 1) * MOST_TOGETHER),
    }));
  });
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1) || '/';
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
