/** Where a thread stands, as people left it. */
export const DECISIONS: Readonly<Record<string, string>> = {
  fixed: 'Fixed',
  wontFix: 'Won’t fix',
  byDesign: 'By design',
  closed: 'Closed',
  deleted: 'Deleted',
  pending: 'Pending',
};

export const NOTHING = {
  title: 'Second Pass has not written on this pull request',
  text: 'Either no run has reviewed it yet, or its pipeline has no step of Second Pass. Branch policies say which runs are required.',
};

/** Who may accept a blocker; the empty one stands for a rule that no record tells. */
export const DISMISSALS: Readonly<Record<string, string>> = {
  anyone: 'Anybody may accept a blocker here, the author too.',
  notAuthor: 'A blocker is accepted by somebody other than the author, with a reply.',
  nobody: 'Nobody may accept a blocker here.',
  '': 'No record tells who may accept a blocker here. It is shown as usual: somebody other than the author, with a reply.',
};

export const RUN_GONE =
  'The newest run is gone: runs of pull requests are kept for some days only. What is shown here stands on the pull request itself and stays.';

export const UNCONFIRMED = {
  title: 'No run tells that this is Second Pass',
  text: 'Whoever may contribute can write a comment and a status of this form. The run that the status leads to is gone, or no step of Second Pass told in it that this account posts for it.',
};

export const STALE = {
  title: 'The newest push is not reviewed yet',
  text: 'The last word of Second Pass is about an older push.',
};
