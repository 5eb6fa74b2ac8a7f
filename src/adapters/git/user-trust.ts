import type { Git } from './run-git';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that say where the user's own settings stand; everything else of git's comes from us. */
const PLACES = ['XDG_CONFIG_HOME', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM'] as const;

/**
 * The repositories of others that the user, or the machine's keeper, has told git to open: `safe.directory`, in its order. A
 * repository cannot say it of itself.
 */
export async function trustedByUser(git: Git, user: Environment): Promise<string[]> {
  const places = Object.fromEntries(PLACES.map((name) => [name, user[name]]));
  const environment = { ...places, HOME: user.HOME ?? user.USERPROFILE };
  const words = ['config', '--null', '--show-scope', '--type=path', '--get-all', 'safe.directory'];
  const { exitCode, output } = await git({ arguments: words, environment });
  if (exitCode !== 0) return [];
  const told = output.toString('utf8').split('\0');
  return told.filter((_, index) => index % 2 === 1 && /^(system|global)$/.test(told[index - 1] ?? ''));
}
