/** Programs, packages that programs lie in, and dumps of objects that run when they are loaded. */
const PROGRAM =
  /\.(?:exe|dll|so(?:\.\d[\w.]*)?|dylib|node|wasm|bin|lib|sys|o|a|py[cdo]|class|dex|jar|[wea]ar|aar|apk|aab|ipa|msi|msix|appx|deb|rpm|img|iso|dmg|whl|egg|gem|s?nupkg|vsix|crate|pkl|pickle|joblib)$/i;

/** True for names of bytes that are executable by their nature. */
export function isProgramName(path: string): boolean {
  return PROGRAM.test(path);
}
