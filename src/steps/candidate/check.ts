/** What one check of the candidate came to, as the plan shows it. */
export interface Check {
  check: string;
  state: 'passed' | 'refused' | 'shown';
  text: string;
}
