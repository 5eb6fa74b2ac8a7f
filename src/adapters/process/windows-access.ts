import { runProgram } from './run-program';

/** Everybody, whoever is not signed in, and guests, by letters and by number. */
const EVERYBODY: ReadonlySet<string> = new Set(['WD', 'AN', 'BG', 'S-1-1-0', 'S-1-5-7', 'S-1-5-32-546']);

/** Adds or changes what is in a folder, or who may do so: by letters, and as bits. */
const WRITING_LETTERS: ReadonlySet<string> = new Set(['FA', 'FW', 'GA', 'GW', 'WD', 'WO', 'DC', 'LC', 'DT']);

const WRITING_BITS = 0x50_0c_00_46;

/**
 * Whether everybody may write to a folder or a file, read from its access list in Microsoft's notation (SDDL). The first entry that
 * speaks of writing decides for each of the groups.
 */
export function mayEverybodyWrite(accessList: string): boolean {
  const entries = /D:([^:]*)$/.exec(accessList.replace(/S:[^:]*$/, ''))?.[1] ?? '';
  if (entries.includes('NO_ACCESS_CONTROL')) return true;
  const decided = new Set<string>();
  for (const [, entry = ''] of entries.matchAll(/\(([^()]*)\)/g)) {
    const [kind = '', flags = '', rights = '', , , group = ''] = entry.split(';');
    const isOfFolder = (kind === 'A' || kind === 'D') && !flags.includes('IO');
    if (!isOfFolder || !EVERYBODY.has(group) || decided.has(group) || !isWriting(rights)) continue;
    if (kind === 'A') return true;
    decided.add(group);
  }
  return false;
}

/** Asks Windows. What it does not say is taken for closed: the list is a second wall behind the trusted folders. */
export async function isOpenOnWindows(path: string, windowsFolder: string): Promise<boolean> {
  const { why, code, output } = await runProgram({
    program: `${windowsFolder}\\System32\\cacls.exe`,
    arguments: [path, '/S'],
    folder: windowsFolder,
    environment: { SystemRoot: windowsFolder },
    limits: { time: 5_000, output: 100_000 },
    signal: new AbortController().signal,
  });
  const list = /"([^"]*)"\s*$/.exec(output.toString('latin1'))?.[1];
  return why === 'exit' && code === 0 && list !== undefined && mayEverybodyWrite(list);
}

function isWriting(rights: string): boolean {
  if (/^0x/i.test(rights)) return (Number(rights) & WRITING_BITS) !== 0;
  return (rights.match(/../g) ?? []).some((right) => WRITING_LETTERS.has(right));
}
