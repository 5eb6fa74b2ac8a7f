import type { ReviewAnswer } from './read-answer';

/**
 * An answer in which no secret stands: a model can quote one that it was never shown, such as one that it made out of its pieces.
 * A file with a secret in its path is not shown at all, so that a path in which one stands means none.
 */
export function answerWithoutSecrets(answer: ReviewAnswer, hide: (text: string) => string): ReviewAnswer {
  const { summary, candidates, verdicts, alerts } = answer;
  const withReason = <Verdict extends { reason: string }>(one: Verdict) => ({ ...one, reason: hide(one.reason) });
  return {
    summary: hide(summary),
    candidates: candidates.map((one) => ({
      ...one,
      path: hide(one.path),
      quote: hide(one.quote),
      evidence: hide(one.evidence),
      title: hide(one.title),
      body: hide(one.body),
      replacement: hide(one.replacement),
    })),
    verdicts: verdicts.map(withReason),
    alerts: alerts.map(withReason),
  };
}

/** Whether a model can say this without knowing a secret: it stands in what was asked, or is a word of any language. */
export function wasShown(asked: string): (value: string) => boolean {
  return (value) => /^[A-Za-z]+$/.test(value) || asked.includes(value);
}
