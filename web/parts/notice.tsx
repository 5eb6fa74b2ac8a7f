import type { ComponentChildren } from 'preact';

/** What the page does not know, or could not do, in words. */
export function Notice({ title, tone = 'plain', children }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={tone === 'plain' ? undefined : 'status'}>
      <strong>{title}</strong>
      {children}
    </div>
  );
}

interface NoticeProps {
  title: string;
  tone?: 'plain' | 'warning' | 'bad';
  children?: ComponentChildren;
}
