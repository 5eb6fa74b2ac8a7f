/** Colours of our own come in two sets; which one is wanted follows from the ground that the host paints. */
export function followGround(): void {
  document.documentElement.dataset.ground = 'light';
  window.addEventListener('themeApplied', (event) => {
    const { detail } = event as CustomEvent<Readonly<Record<string, string>> | undefined>;
    document.documentElement.dataset.ground = isDark(detail?.['background-color'] ?? '') ? 'dark' : 'light';
  });
}

function isDark(told: string): boolean {
  const parts = told.includes('(') ? (told.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number) : hexadecimal(told);
  const [red = 255, green = 255, blue = 255] = parts;
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

function hexadecimal(text: string): number[] {
  const digits = /^\s*#([0-9a-f]{6}|[0-9a-f]{3})\s*$/i.exec(text)?.[1] ?? 'ffffff';
  const whole = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  return [0, 2, 4].map((at) => Number.parseInt(whole.slice(at, at + 2), 16));
}
