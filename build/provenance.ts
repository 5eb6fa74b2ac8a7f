import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageExtension } from './package';
import { factsOf } from './provenance-facts';
import { faultsOf, type Statement, statementOf } from './provenance-statement';

const USAGE = 'Usage: npm run provenance [-- --verify [--rebuild] [--vsix FILE] [--statement FILE]]';

/** Writes what the package was made from beside it, or checks that what is written there is so. */
async function main(): Promise<void> {
  const root = resolve(__dirname, '..');
  const { values } = parseArgs({
    options: {
      verify: { type: 'boolean', default: false },
      rebuild: { type: 'boolean', default: false },
      vsix: { type: 'string' },
      statement: { type: 'string' },
    },
  });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const vsix = resolve(values.vsix ?? join(root, 'dist', `second-pass-${version}.vsix`));
  const path = resolve(values.statement ?? `${vsix.replace(/\.vsix$/, '')}.provenance.json`);
  if (!values.verify && values.rebuild) throw new Error(USAGE);
  if (values.verify) return verify({ root, vsix, path, rebuild: values.rebuild });
  write(root, vsix, path);
}

/** A statement about files that no commit holds could be checked by nobody. */
function write(root: string, vsix: string, path: string): void {
  const facts = factsOf(root, vsix);
  if (facts.commit && !facts.commit.isClean)
    throw new Error('There are changes that no commit holds: commit them first.');
  writeFileSync(path, `${JSON.stringify(statementOf(facts), null, 2)}\n`);
  console.log(`${path}: ${facts.inputs.size} files, ${facts.packages.size} packages, sha256 ${facts.vsix.sha256}`);
}

interface Verification {
  root: string;
  vsix: string;
  path: string;
  rebuild: boolean;
}

async function verify({ root, vsix, path, rebuild }: Verification): Promise<void> {
  const said = JSON.parse(readFileSync(path, 'utf8')) as Statement;
  const facts = factsOf(root, vsix);
  const faults = [...faultsOf(said, facts), ...(rebuild ? await rebuildFaults(root, facts.vsix.sha256) : [])];
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) throw new Error(`${path} does not hold: ${faults.length} of what it says is otherwise here.`);
  const again = rebuild ? ', and packing again gives the same bytes' : '';
  console.log(
    `${path} holds for ${facts.vsix.name}, ${facts.inputs.size} files and ${facts.packages.size} packages${again}.`,
  );
}

async function rebuildFaults(root: string, sha256: string): Promise<string[]> {
  const outFolder = mkdtempSync(join(tmpdir(), 'second-pass-again-'));
  try {
    const again = await packageExtension({ root, entry: join(root, 'src', 'task.ts'), outFolder });
    const made = factsOf(root, again.vsix).vsix.sha256;
    return made === sha256 ? [] : [`Packing again gives sha256 ${made}.`];
  } finally {
    rmSync(outFolder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
