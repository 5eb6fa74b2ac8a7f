/** What the page says; in one file, so that a second language is a second file. */
export const NO_POLICY = {
  title: 'No run names a policy',
  text: 'A service connection of type “Second Pass: Claude” names one in its field “Policy file”; runs that use it say so in their record, as long as they are kept. If you know the place, name it here.',
};

export const WHO_MAY_CHANGE =
  'Saving it in Repos makes a pull request there, with reviewers of its own. Teams cannot loosen it: the place stands in the service connection.';

export const MONTHLY =
  'A month has no cap here, only a warning of the nightly run: the hard cap is the limit of the workspace at the provider.';
