/** Pieces of the panel. Every word is put in as text. */
export function heading(text: string): HTMLElement {
  const made = document.createElement('h1');
  made.textContent = text;
  return made;
}

export function line(kind: 'quiet' | 'good' | 'bad', text: string, more?: HTMLElement): HTMLElement {
  const made = document.createElement('p');
  made.className = kind;
  made.setAttribute('role', 'status');
  made.textContent = text;
  if (more) made.append(' ', more);
  return made;
}

export function labelled(text: string, field: HTMLElement): HTMLElement {
  const made = document.createElement('label');
  const name = document.createElement('span');
  name.textContent = text;
  made.append(name, field);
  return made;
}

export function wordsField(): HTMLTextAreaElement {
  const made = document.createElement('textarea');
  made.rows = 5;
  made.maxLength = 8_000;
  return made;
}

export function menuOf(choices: readonly (readonly [value: string, shown: string])[]): HTMLSelectElement {
  const made = document.createElement('select');
  for (const [value, shown] of choices) made.add(new Option(shown, value));
  return made;
}

export function button(text: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  return made;
}

export function link(address: string, text: string): HTMLAnchorElement {
  const made = document.createElement('a');
  made.href = address;
  made.target = '_blank';
  made.rel = 'noopener';
  made.textContent = text;
  return made;
}
