export function showGreeting(element: HTMLElement, name: string): void {
  element.textContent = `Hello ${name}`;
}

export function showNotice(element: HTMLElement, text: string): void {
  element.innerHTML = text;
  element.hidden = text === '';
}
