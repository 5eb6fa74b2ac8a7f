import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Door } from '../../ports/workshop';
import { INSIDE } from '../process/workshop-folder';

/** Folders of one workshop on the agent. */
export interface Folders {
  tree: string;
  home: string;
  /** Emptied before each command. */
  temporary: string;
  shared: string;
  /** Files that stand for those of the machine. */
  etc: string;
  door: string;
}

export function foldersIn(folder: string): Folders {
  const [tree, home, temporary] = [join(folder, 'tree'), join(folder, 'home'), join(folder, 'temporary')];
  return {
    ...{ tree, home, temporary },
    shared: join(folder, 'shared'),
    etc: join(folder, 'etc'),
    door: join(folder, 'door'),
  };
}

/** Nobody on the machine has this number in a sandbox: what it writes belongs to the agent's user outside. */
const USER = '1000';

const NAMESPACES = ['--unshare-user', '--unshare-ipc', '--unshare-pid', '--unshare-net', '--unshare-uts'];

/** Programs and their libraries alone: nothing of the agent, the job or its user. */
const SYSTEM_FOLDERS = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

const SYSTEM_FILES = [
  ...['/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d', '/etc/alternatives', '/etc/localtime'],
  ...[
    '/etc/ssl/certs',
    '/etc/ssl/openssl.cnf',
    '/etc/pki/tls/certs',
    '/etc/pki/ca-trust/extracted',
    '/etc/ca-certificates',
  ],
];

/** Files of the machine that programs ask for, with nothing of the machine in them. */
export const OWN_FILES: Readonly<Record<string, string>> = {
  passwd: `worker:x:${USER}:${USER}::${INSIDE.home}:/bin/sh\n`,
  group: `worker:x:${USER}:\n`,
  hosts: '127.0.0.1 localhost\n::1 localhost\n',
  'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
};

export interface Walls {
  folders: Folders;
  /** Folders of tools outside of `/usr`, shown read-only. */
  tools: readonly string[];
  /** Folders of the agent that would be seen with them, and are covered. */
  covered: readonly string[];
  /** Folders of programs, in order. */
  path: readonly string[];
  /** Set in the set-up alone: the socket's folder, and what carries connections to it. */
  door?: Pick<Door, 'relay' | 'environment'> & { folder: string };
  /** True where this bubblewrap can forbid further user namespaces. */
  closesNamespaces: boolean;
}

/** Whom the sandbox belongs to where the agent runs as root: nobody is counted and limited as others are. */
export const NOBODY = 65_534;

/** What stands before bubblewrap so that root starts it as nobody. */
export const AS_NOBODY = ['--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups', '--'];

/** The arguments of bubblewrap up to the command. Every mount is read-only but the workshop's own. */
export function wallArguments(walls: Walls): string[] {
  const { folders, tools, door } = walls;
  return [
    ...NAMESPACES,
    ...['--unshare-cgroup-try', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    ...(walls.closesNamespaces ? ['--disable-userns'] : []),
    ...['--uid', USER, '--gid', USER, '--hostname', 'workshop', '--clearenv'],
    ...environmentOf(walls),
    ...['--ro-bind', '/usr', '/usr', ...SYSTEM_FOLDERS.flatMap(systemFolder)],
    ...SYSTEM_FILES.flatMap((file) => ['--ro-bind-try', file, file]),
    ...Object.keys(OWN_FILES).flatMap((name) => ['--ro-bind', join(folders.etc, name), `/etc/${name}`]),
    ...tools.flatMap((folder) => ['--ro-bind-try', folder, folder]),
    ...walls.covered.flatMap((folder) => ['--tmpfs', folder]),
    // Where the agent runs as root, settings of the kernel belong to the user of the sandbox too.
    ...['--proc', '/proc', ...covering('/proc/keys'), '--remount-ro', '/proc'],
    ...['--dev', '/dev', '--bind', folders.shared, '/dev/shm', '--remount-ro', '/dev'],
    ...['--bind', folders.temporary, '/tmp', '--bind', folders.home, INSIDE.home],
    ...(door ? ['--ro-bind', door.folder, INSIDE.door] : []),
    ...(door?.relay ?? []).flatMap(({ from, to }) => ['--ro-bind', from, to]),
    ...['--bind', folders.tree, INSIDE.tree, '--remount-ro', '/', '--chdir', INSIDE.tree],
  ];
}

function environmentOf({ path, door }: Walls): string[] {
  const all = { PATH: path.join(':'), HOME: INSIDE.home, LC_ALL: 'C.UTF-8', ...door?.environment };
  return Object.entries(all).flatMap(([name, value]) => ['--setenv', name, value]);
}

/** Names of the agent's keys, where the kernel tells them. */
function covering(file: string): string[] {
  return existsSync(file) ? ['--ro-bind', '/dev/null', file] : [];
}

/** On most systems these are links into `/usr`, on old ones folders. */
function systemFolder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return lstatSync(folder).isSymbolicLink()
    ? ['--symlink', readlinkSync(folder), folder]
    : ['--ro-bind', folder, folder];
}
