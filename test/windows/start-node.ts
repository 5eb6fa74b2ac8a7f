import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { type Drives, drivesOf } from './drives';
import { windowsEnvironment } from './windows-environment';

/**
 * Takes the place of `node` where the agent's stand-in starts a task: runs the script on Node for Windows, as the Windows agent
 * would. What it prints comes out here, with the paths in its commands back in the words of Linux. Named `node20` or `node24`.
 */
void main();

function main(): void {
  const bed = dirname(process.argv[1] ?? '');
  const prefix = join(bed, 'prefix');
  const drives = drivesOf(prefix);
  const box = mkdtempSync(join(tmpdir(), 'windows-bed-'));
  const at = (name: string) => join(box, name);
  writeEntries(at('environment'), environmentLines(bed, drives));
  writeEntries(at('arguments'), commandLine(bed, drives));
  const log = openSync(at('host.log'), 'a');
  const files = ['environment', 'arguments'].map(at).concat(process.cwd(), ['output', 'errors', 'cancel'].map(at));
  const child = spawn('/usr/lib/wine/wine64', [join(bed, 'agent.exe'), ...files.map(drives.toWindows)], {
    env: hostEnvironment(prefix),
    stdio: ['pipe', log, log],
    detached: true,
  });
  child.stdin?.on('error', () => {});
  const tails = [createTail(at('output'), process.stdout, drives), createTail(at('errors'), process.stderr, drives)];
  const pass = (isLast: boolean) => {
    for (const tail of tails) tail(isLast);
  };
  const timer = setInterval(pass, 20, false);
  const cancel = (letter: string) => () => writeFileSync(at('cancel'), letter);
  process.on('SIGINT', cancel('C')).on('SIGTERM', cancel('B')).on('SIGUSR2', cancel('K'));
  child.on('exit', (code) => {
    clearInterval(timer);
    pass(true);
    rmSync(box, { recursive: true, force: true });
    process.exitCode = code ?? 1;
  });
}

function commandLine(bed: string, drives: Drives): string[] {
  const node = join(bed, basename(process.argv[1] ?? '').replace(/^start-/, ''), 'node.exe');
  const words = process.argv.slice(2).map((word) => (isPath(word, bed) ? drives.toWindows(word) : word));
  return [drives.toWindows(node), '--require', drives.toWindows(join(bed, 'preload.cjs')), ...words];
}

/** Windows wants them in the order of the alphabet. */
function environmentLines(bed: string, drives: Drives): string[] {
  const environment = windowsEnvironment(process.env, bed, drives, (value) => isPath(value, bed));
  const byName = ([first]: [string, string], [second]: [string, string]) =>
    first.toUpperCase() < second.toUpperCase() ? -1 : 1;
  const lines = Object.entries(environment).sort(byName);
  return [...lines.map(([name, value]) => `${name}=${value}`), ''];
}

/** Without a UTF-8 locale Wine does not see names beyond ASCII. */
function hostEnvironment(prefix: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: '/root',
    LC_ALL: 'C.UTF-8',
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'taskkill.exe=n',
  };
}

function isPath(value: string, bed: string): boolean {
  if (value.includes('\n')) return false;
  const roots = [tmpdir(), process.cwd(), bed, dirname(resolve(process.argv[2] ?? '.'))];
  return /^\/(tmp|var|home)\//.test(value) || roots.some((root) => value === root || value.startsWith(`${root}/`));
}

function writeEntries(file: string, entries: readonly string[]): void {
  writeFileSync(file, entries.map((entry) => `${entry}\0`).join(''));
}

/** Passes on what was added to a file, line by line; at the end the rest too. */
function createTail(file: string, to: NodeJS.WriteStream, { toLinux }: Drives): (isLast: boolean) => void {
  const decoder = new TextDecoder();
  let position = 0;
  let rest = '';
  return (isLast) => {
    const added = readFrom(file, position);
    position += added.length;
    rest += decoder.decode(added, { stream: true });
    const end = isLast ? rest.length : rest.lastIndexOf('\n') + 1;
    if (end === 0) return;
    const inCommands = /^(##vso\[[^\]]*\])([A-Za-z]:\\[^\r\n]*)/gm;
    to.write(rest.slice(0, end).replace(inCommands, (_, command, path) => command + toLinux(path)));
    rest = rest.slice(end);
  };
}

function readFrom(file: string, position: number): Buffer {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return Buffer.alloc(0);
  }
  const added = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - position));
  readSync(descriptor, added, 0, added.length, position);
  closeSync(descriptor);
  return added;
}
