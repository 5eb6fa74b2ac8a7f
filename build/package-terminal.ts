import { chmodSync, copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stageDocs, stageGrammars, stageRules } from './package';
import { bundleTask } from './package-bundle';
import { thirdPartyNotices } from './package-notices';

const mostBytes = 3_200_000;

/**
 * What the command `second-pass` needs to run, in `dist/terminal`: one bundle, the grammars, the rules, the pages. `npm pack` puts it into a
 * package without dependencies, so that an installation fetches and builds nothing.
 */
export async function packageTerminal(root: string, outFolder: string): Promise<void> {
  rmSync(outFolder, { recursive: true, force: true });
  mkdirSync(outFolder, { recursive: true });
  const bundle = await bundleTask(root, join(root, 'src', 'cli.ts'), outFolder);
  const program = join(outFolder, 'second-pass.js');
  copyFileSync(join(root, 'src', 'second-pass.js'), program);
  chmodSync(program, 0o755);
  writeFileSync(join(outFolder, 'ThirdPartyNotices.txt'), thirdPartyNotices(root, bundle));
  stageGrammars(join(root, 'grammars'), join(outFolder, 'grammars'));
  stageRules(join(root, 'rules'), join(outFolder, 'rules'));
  stageDocs(join(root, 'docs'), join(outFolder, 'docs'));
  const { size } = statSync(join(outFolder, 'main.js'));
  if (size >= mostBytes) throw new Error(`The command's main.js has ${size} bytes; it has to stay below ${mostBytes}.`);
}

if (require.main === module) {
  const root = resolve(__dirname, '..');
  packageTerminal(root, join(root, 'dist', 'terminal')).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
