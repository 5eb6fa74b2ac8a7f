import type { ComponentChildren } from 'preact';

/** A part of the page that can be folded away; nothing is left out by folding. */
export function Section({ id, title, count, isOpen = false, children }: SectionProps) {
  return (
    <details class="section" id={id} open={isOpen}>
      <summary>
        <h2>
          {title}
          {count === undefined ? null : <span class="count">{count}</span>}
        </h2>
      </summary>
      <div class="section-body">{children}</div>
    </details>
  );
}

interface SectionProps {
  id: string;
  title: string;
  count?: string | undefined;
  isOpen?: boolean;
  children: ComponentChildren;
}
