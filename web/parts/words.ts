/** What the page says where a part could not be read; in one file, so that a second language is a second file. */
export const TROUBLES: Readonly<Record<string, { title: string; text: string }>> = {
  refused: {
    title: 'Azure DevOps refused without a reason',
    text: 'The permissions of the extension may await approval: an administrator finds that under Organization settings, Extensions, “Action required”. A proxy or a lost connection looks the same.',
  },
  unauthorized: {
    title: 'Azure DevOps did not take the token of this page',
    text: 'A new one was asked for and refused too. Load the page again; if that does not help, the permissions of the extension may await approval by an administrator (Organization settings, Extensions).',
  },
  forbidden: {
    title: 'You may not read this',
    text: 'Your account has no permission for it; a project administrator can give it.',
  },
  notFound: { title: 'It is not there', text: 'It was deleted, or your account may not see it.' },
  tooLarge: { title: 'It is too large for this page', text: 'The answer is larger than what a page should load.' },
  notReadable: {
    title: 'The answer could not be read',
    text: 'Azure DevOps answered with something that is not what this page asked for.',
  },
  service: { title: 'Azure DevOps could not answer', text: 'The service failed. Try again in a moment.' },
  handshake: { title: 'Azure DevOps did not answer the page', text: 'Load the page again.' },
};

const UNKNOWN_TROUBLE = { title: 'Something went wrong', text: 'Load the page again.' };

export function troubleWords(trouble: string): { title: string; text: string } {
  return TROUBLES[trouble] ?? UNKNOWN_TROUBLE;
}

export function plural(count: string, number: number, noun: string): string {
  return `${count} ${noun}${number === 1 ? '' : 's'}`;
}
