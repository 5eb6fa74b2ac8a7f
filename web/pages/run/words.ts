import type { NothingWhy } from './state';

/** Why there is nothing to show, each with a sentence of its own. */
export const NOTHING: Readonly<Record<NothingWhy, { title: string; text: string }>> = {
  running: {
    title: 'The review is under way',
    text: 'This page fills by itself when the step of Second Pass has ended.',
  },
  noStep: {
    title: 'This run has no step of Second Pass',
    text: 'Nothing was reviewed in it. The pipeline may run the step under a condition, or in another stage.',
  },
  skipped: {
    title: 'The step of Second Pass was skipped',
    text: 'Its condition was not met, or an earlier step failed. The log says which.',
  },
  ended: {
    title: 'The step ended without leaving a record',
    text: 'It was cancelled early, the agent was lost, or the record could not be attached, as versions before 1.0 attach none. The log says more.',
  },
  gone: {
    title: 'This run is gone',
    text: 'Runs of pull requests are kept for some days only, as the project’s retention settings say, and what was attached goes with them. The pull request’s own tab “Second Pass” still tells what is open and what was decided.',
  },
  unknown: {
    title: 'No record was found',
    text: 'The run holds no record of Second Pass, and why could not be read. The log says more.',
  },
  noRun: { title: 'Azure DevOps did not say which run this is', text: 'Load the page again.' },
};

export const UNCHECKED = {
  title: 'Which step attached this is not known',
  text: 'Any step of a run may attach what it likes, and the steps of this run could not be read. The status of the pull request counts.',
};

/** Why a record cannot be shown. */
export const BROKEN: Readonly<Record<string, string>> = {
  RECORD_NO_JSON: 'What is attached is not JSON: it was cut or changed.',
  RECORD_NO_RECORD: 'What is attached is not a record of Second Pass.',
  RECORD_OF_ANOTHER_STEP:
    'A step of another task attached it: Second Pass did not write it, whatever it says. Any step of a run may attach what it likes.',
  RECORD_TOO_LARGE:
    'The record is larger than 20 MB. It can be downloaded from the run’s artifact, where one was published.',
};

/** By the input `dismissal`. */
export const DISMISSALS: Readonly<Record<string, string>> = {
  anyone: 'anybody, the author too',
  notAuthor: 'anybody but the author, with a reply',
  nobody: 'nobody',
};

export const FATES: Readonly<Record<string, string>> = {
  posted: 'Thread opened',
  known: 'Thread of an earlier run',
  listed: 'Listed without a thread',
  merged: 'Merged',
};

export const SET_ASIDE: Readonly<Record<string, string>> = {
  rescinded: 'Taken back by the second pass',
  dismissed: 'Dismissed by the reviewer',
  merged: 'Merged with another',
  dropped: 'Dropped by a rule',
};
