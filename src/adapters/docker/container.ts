import { join } from 'node:path';
import type { Door } from '../../ports/workshop';
import type { HandsLimits } from '../process/run-hands';
import { INSIDE } from '../process/workshop-folder';
import { OWNER, ownName } from './owner';

export interface Folders {
  tree: string;
  home: string;
  etc: string;
  door: string;
}

export function foldersIn(folder: string): Folders {
  return {
    tree: join(folder, 'tree'),
    home: join(folder, 'home'),
    etc: join(folder, 'etc'),
    door: join(folder, 'door'),
  };
}

/** A resolver would be of no use, and names of the host are none of its business. */
export const FILES: Readonly<Record<string, string>> = {
  hosts: '127.0.0.1 localhost\n::1 localhost\n',
  'resolv.conf': '',
};

interface Container {
  name: string;
  folders: Folders;
  limits: HandsLimits;
  image: string;
  runtime: string;
  door?: Pick<Door, 'relay' | 'environment'> | undefined;
  /** True where the command itself is not fit to be the first process. */
  init: boolean;
}

/** The words of Docker up to the command: no network, nothing to write to but the workshop, no right of any kind. */
export function containerArguments({ name, folders, limits, image, runtime, door, init }: Container): string[] {
  const user = `${process.getuid?.() ?? 1000}:${process.getgid?.() ?? 1000}`;
  const owner = ownName();
  return [
    ...['run', '--rm', '--interactive', '--name', name, '--pull', 'never', '--log-driver', 'none'],
    ...(owner === '' ? [] : ['--label', `${OWNER}=${owner}`]),
    ...(init ? ['--init'] : []),
    ...(runtime === '' ? [] : ['--runtime', runtime]),
    ...['--network', 'none', '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...['--pids-limit', `${limits.threads}`, '--memory', `${limits.memory}m`, '--memory-swap', `${limits.memory}m`],
    ...['--ulimit', 'core=0', '--hostname', 'workshop', '--ipc', 'private', '--user', user],
    ...['--tmpfs', '/tmp:rw,nosuid,nodev,size=1g,mode=1777', '--shm-size', '256m'],
    ...environmentOf(door?.environment ?? {}),
    ...volume(folders.tree, INSIDE.tree, 'rw'),
    ...volume(folders.home, INSIDE.home, 'rw'),
    ...Object.keys(FILES).flatMap((file) => volume(join(folders.etc, file), `/etc/${file}`, 'ro')),
    ...(door ? volume(folders.door, INSIDE.door, 'ro') : []),
    ...(door?.relay ?? []).flatMap(({ from, to }) => volume(from, to, 'ro')),
    ...['--workdir', INSIDE.tree, '--entrypoint', '', image],
  ];
}

/** The image's own PATH stays: its tools are what it was chosen for. Whatever else it sets is the customer's. */
function environmentOf(more: Record<string, string>): string[] {
  const all = { HOME: INSIDE.home, LC_ALL: 'C.UTF-8', ...more };
  return Object.entries(all).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
}

function volume(from: string, to: string, how: 'rw' | 'ro'): string[] {
  return ['--mount', `type=bind,source=${from},target=${to}${how === 'ro' ? ',readonly' : ''}`];
}
