import { hiddenIn } from '../alerts/hidden-characters';

/** Names that Windows keeps for devices, with any ending. */
const DEVICES = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\..*)?$/i;

/** What stands for `.git` on file systems that shorten names, fold them, or pass over characters. */
const GIT_NAMES = /^(?:\.git|git~\d+|\.git\s*[:.].*|\.git[. ]+)$/i;

/** By which Windows knows a file of a longer name as well, such as `PACKAG~1.JSO`. */
const SHORT_NAME = /^[^.]{1,7}~\d{1,6}(?:\.[^.]{0,3})?$/;

const LONGEST_NAME = 200;
const LONGEST_PATH = 400;

/** Why a new file may not have that path; empty where it may. */
export function nameFault(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(path)) return 'has control characters in its name';
  if (hiddenIn(path, 'name.ts').length > 0) return 'has hidden or confusable characters in its name';
  if (path.length > LONGEST_PATH) return `has a path of more than ${LONGEST_PATH} characters`;
  for (const name of path.split('/')) {
    const fault = partFault(name);
    if (fault !== '') return fault;
  }
  return '';
}

function partFault(name: string): string {
  const plain = name.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  if (GIT_NAMES.test(plain)) return 'looks like a folder of git';
  if (SHORT_NAME.test(plain)) return 'has a name by which Windows may know another file';
  if (DEVICES.test(plain)) return 'has a name that Windows keeps for a device';
  if (/[<>:"|?*\\]/.test(name)) return 'has characters that Windows does not allow';
  if (/[. ]$|^ /.test(name)) return 'begins or ends with a character that Windows drops';
  return name.length > LONGEST_NAME ? `has a name of more than ${LONGEST_NAME} characters` : '';
}

/** Names of a tree: on many systems, those that differ in case or in their accents' form are one. */
export function spellings(paths: readonly string[]): { twinOf(path: string): string } {
  const files = new Set(paths);
  const known = new Map<string, string>();
  for (const path of paths) for (const part of withFolders(path)) known.set(folded(part), part);
  return {
    twinOf(path) {
      const parts = withFolders(path);
      for (const part of parts) {
        const twin = known.get(folded(part));
        if (twin !== undefined && twin !== part) return `is ${JSON.stringify(twin)} in another spelling`;
      }
      if (parts.slice(0, -1).some((folder) => files.has(folder))) return 'stands in a folder where a file was';
      return known.has(folded(path)) && !files.has(path) ? 'is a file where a folder was' : '';
    },
  };
}

function withFolders(path: string): string[] {
  const names = path.split('/');
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

function folded(path: string): string {
  return path
    .normalize('NFKD')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase();
}
