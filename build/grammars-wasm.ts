/** What the outside of a compiled grammar says. */
export interface GrammarShape {
  /** Name of its first custom section; the runtime reads `dylink.0` alone. */
  dynamicLink: string;
  /** Functions and values it wants from the runtime. */
  imports: readonly string[];
}

/** Reads header and imports of a compiled grammar without running it. */
export function grammarShape(wasm: Uint8Array): GrammarShape {
  const module = new WebAssembly.Module(Buffer.from(wasm));
  const imports = WebAssembly.Module.imports(module)
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name);
  return { dynamicLink: firstSection(wasm), imports: [...imports].sort() };
}

/** Bytes 8 and on: section id 0, its size, the length of its name, its name. */
function firstSection(wasm: Uint8Array): string {
  if (wasm[8] !== 0) return '';
  let at = 9;
  while ((wasm[at] ?? 0) >= 0x80) at++;
  const length = wasm[at + 1] ?? 0;
  return Buffer.from(wasm.subarray(at + 2, at + 2 + length)).toString('latin1');
}
