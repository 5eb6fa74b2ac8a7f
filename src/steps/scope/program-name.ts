/** Dumps of objects that run when they are loaded, documents with programs in them, and what devices start. */
const LOADED =
  /\.(?:pkl|pickle|joblib|pt|pth|ckpt|keras|rd[as]|rdata|do[ct]m|pp[tsa]m|potm|xl[tsa]m|xls[mb]|swf|chm|tlb|msapp|ispac|unitypackage|efi|rom|fw|hex|uf2|elf|axf|sof|qcow2|vmdk|ova)$/i;

/** Programs, and packages that programs lie in. */
const PROGRAM =
  /\.(?:exe|dll|so(?:\.\d[\w.]*)?|dylib|node|wasm|bin|lib|sys|o|a|py[cdo]|class|dex|jar|[wea]ar|aar|apk|aab|ipa|msi|msix|appx|deb|rpm|img|iso|dmg|whl|egg|gem|s?nupkg|vsix|crate)$/i;

/** True for names of bytes that are executable by their nature. */
export function isProgramName(path: string): boolean {
  return PROGRAM.test(path) || LOADED.test(path);
}

/** What lies under such a name may as well be data. */
const MAY_BE_DATA = /\.(?:bin|img|iso|rom|fw|hex)$/i;

/** True for names of what is a program, or holds some, and nothing else: that it runs is known, and that nobody reads it is told. */
export function isPackageOfPrograms(path: string): boolean {
  return isProgramName(path) && !MAY_BE_DATA.test(path);
}

/** True for names of programs, and of packages of them, and of nothing that holds data besides. */
export function isProgramOfBytes(path: string): boolean {
  return PROGRAM.test(path) && !MAY_BE_DATA.test(path);
}

/** What Python loads so runs as it says; and a language of settings has the one ending too. */
export function isPickleName(path: string): boolean {
  return /\.(?:pkl|pickle|joblib)$/i.test(path);
}

/** Under such a name lies whatever a program keeps, which may be a pickle. */
export function mayBePickle(path: string): boolean {
  return /\.(?:dat|bin|dump|db|bak|tmp|resources|npy)$/i.test(path);
}
