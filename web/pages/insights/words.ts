/** What the page says; in one file, so that a second language is a second file. */
export const FATE_WORDS = {
  open: 'Open',
  fixed: 'Fixed',
  wontFix: 'Won’t fix',
  byDesign: 'By design',
  closed: 'Closed',
  deleted: 'Deleted',
} as const;

export const REQUIRED = {
  status: 'Yes, by a status policy',
  build: 'Yes, by build validation',
  no: 'No',
} as const;

export const POLICY_WORDS = {
  yes: 'Holds',
  no: 'None: the key stands outside of a connection that names one',
  unknown: 'Not known: no record is kept',
  unread: 'Not read: the newest 12 repositories are asked',
} as const;

export const NOTHING = {
  title: 'There are no pull requests to count',
  text: 'Nothing in this window, or nothing that you may read. Figures are made of what you may read, no more.',
};
