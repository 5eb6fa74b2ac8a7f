import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import wabt from 'wabt';

const SOURCES = join(__dirname, '..', 'src');
const SOURCE = join(SOURCES, 'letter-loops.wat');
export const COMPILED = join(SOURCES, 'letter-loops-code.ts');

/** The module that holds what `letter-loops.wat` compiles to; the same on every machine. */
export async function compiledLoops(): Promise<string> {
  const { parseWat } = await wabt();
  const module = parseWat('letter-loops.wat', readFileSync(SOURCE, 'utf8'));
  module.validate();
  const code = Buffer.from(module.toBinary({}).buffer).toString('base64');
  return `/** \`letter-loops.wat\`, compiled by \`npm run loops\`. */\nexport const CODE =\n  '${code}';\n`;
}

if (require.main === module) {
  void compiledLoops().then((text) => {
    writeFileSync(COMPILED, text);
    console.log(`written: ${relative(process.cwd(), COMPILED)}`);
  });
}
