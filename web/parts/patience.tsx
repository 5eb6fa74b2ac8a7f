import { Notice } from './notice';

/** The service asked for patience; the page keeps to it and says so. */
export function Patience({ seconds }: { seconds: number }) {
  if (seconds <= 0) return null;
  return (
    <Notice title="Azure DevOps asks for patience" tone="warning">
      <p>It slows this account down. Going on in {seconds} s, with fewer requests at once.</p>
    </Notice>
  );
}
