import type { ComponentChildren } from 'preact';

/** What is wider than the page scrolls by itself, and can be reached by the keyboard. */
export function Scrolled({ kind, label, children }: { kind: string; label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    // biome-ignore lint/a11y/useSemanticElements: a group that is no form
    <div class={kind} tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}
