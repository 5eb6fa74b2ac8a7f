/** Opens whatever the element is folded into, brings it into view and moves the keyboard there. */
export function show(id: string): void {
  const element = id === '' ? null : document.getElementById(id);
  if (element === null) return;
  for (let around: Element | null = element; around; around = around.parentElement) {
    if (around instanceof HTMLDetailsElement) around.open = true;
  }
  element.scrollIntoView({ block: 'start' });
  const target = element instanceof HTMLDetailsElement ? element.querySelector('summary') : element;
  target?.focus({ preventScroll: true });
}
