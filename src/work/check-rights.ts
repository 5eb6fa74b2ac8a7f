import { SecondPassError } from '../errors';
import type { Writer } from '../fix-world';
import { branchFolder } from '../steps/branch/branch-name';
import type { FixSettings } from '../steps/settings/fix-settings';

/** An identity that could do more than own branches does nothing; one that merely reaches further is told of. */
export async function checkRights({ host }: Writer, { branchPrefix }: FixSettings): Promise<string[]> {
  const folder = branchFolder(branchPrefix);
  const rights = await host.rights(folder);
  if (rights === null) throw tooWide('The service does not tell what the identity that writes may do.');
  if (rights.tooMuch.length > 0)
    throw tooWide(`The identity that writes may do too much: ${rights.tooMuch.join(', ')}.`);
  if (rights.lacking.length > 0) {
    throw new SecondPassError({
      kind: 'refused',
      code: 'push-forbidden',
      message: `The identity that writes lacks on ${folder}: ${rights.lacking.join(', ')}.`,
      advice: 'docs/fix.md lists the rights that it needs.',
    });
  }
  if (!rights.reachesFurther) return [];
  return [`The identity that writes may push outside of ${folder} too; docs/fix.md says how to forbid that.`];
}

function tooWide(message: string): SecondPassError {
  return new SecondPassError({
    kind: 'refused',
    code: 'rights-too-wide',
    message,
    advice: 'Nothing was written. docs/fix.md lists the rights that it needs, and those that it must not have.',
  });
}
