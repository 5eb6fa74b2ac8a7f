/** Names of our properties on a thread, for people and older versions: anybody who may contribute can change them. */
export const PROPERTY = {
  kind: 'SecondPass.Kind',
  version: 'SecondPass.Version',
  name: 'SecondPass.Name',
  fingerprint: 'SecondPass.Fingerprint',
  twin: 'SecondPass.Twin',
  mark: 'SecondPass.Mark',
  side: 'SecondPass.Side',
  status: 'SecondPass.Status',
  severity: 'SecondPass.Severity',
  category: 'SecondPass.Category',
  title: 'SecondPass.Title',
  source: 'SecondPass.Source',
  enforced: 'SecondPass.Enforced',
} as const;

/** Raised when older threads could no longer be read; newer versions read all older ones. */
export const THREAD_VERSION = '1';
