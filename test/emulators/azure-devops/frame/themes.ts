export type Theme = 'light' | 'dark' | 'contrast' | 'none';

const palette = (neutral: readonly string[], names: readonly number[]) =>
  Object.fromEntries(names.map((name, index) => [`palette-neutral-${name}`, neutral[index] ?? '']));

const NEUTRALS = [2, 4, 6, 8, 10, 20, 30, 60, 70, 80];

/** What the host sends of its look: names and values of CSS variables. An old Server sends none. */
export const THEMES: Readonly<Record<Theme, Readonly<Record<string, string>> | undefined>> = {
  light: {
    'background-color': 'rgba(255, 255, 255, 1)',
    'text-primary-color': 'rgba(0, 0, 0, .9)',
    'text-secondary-color': 'rgba(0, 0, 0, .55)',
    'text-disabled-color': 'rgba(0, 0, 0, .38)',
    'communication-background': 'rgba(0, 120, 212, 1)',
    'communication-foreground': 'rgba(0, 90, 158, 1)',
    'text-on-communication-background': 'rgba(255, 255, 255, 1)',
    'focus-border-color': 'rgba(0, 120, 212, 1)',
    'status-error-text': 'rgba(205, 74, 69, 1)',
    'status-warning-text': 'rgba(214, 127, 60, 1)',
    'palette-black-alpha-10': 'rgba(0, 0, 0, .1)',
    ...palette(
      ['250', '245', '240', '234', '244', '218', '200', '102', '51', '0'].map((one) => `${one}, ${one}, ${one}`),
      NEUTRALS,
    ),
  },
  dark: {
    'background-color': 'rgba(32, 31, 30, 1)',
    'text-primary-color': 'rgba(255, 255, 255, .9)',
    'text-secondary-color': 'rgba(255, 255, 255, .55)',
    'text-disabled-color': 'rgba(255, 255, 255, .38)',
    'communication-background': 'rgba(0, 120, 212, 1)',
    'communication-foreground': 'rgba(52, 156, 232, 1)',
    'text-on-communication-background': 'rgba(255, 255, 255, 1)',
    'focus-border-color': 'rgba(0, 120, 212, 1)',
    'status-error-text': 'rgba(228, 139, 134, 1)',
    'status-warning-text': 'rgba(226, 167, 117, 1)',
    'palette-black-alpha-10': 'rgba(255, 255, 255, .1)',
    ...palette(
      ['37', '42', '47', '51', '56', '71', '86', '190', '218', '255'].map((one) => `${one}, ${one}, ${one}`),
      NEUTRALS,
    ),
  },
  contrast: {
    'background-color': 'rgba(0, 0, 0, 1)',
    'text-primary-color': 'rgba(255, 255, 255, 1)',
    'text-secondary-color': 'rgba(255, 255, 255, 1)',
    'communication-background': 'rgba(26, 235, 255, 1)',
    'communication-foreground': 'rgba(255, 255, 0, 1)',
    'text-on-communication-background': 'rgba(0, 0, 0, 1)',
    'focus-border-color': 'rgba(255, 255, 0, 1)',
    'palette-black-alpha-10': 'rgba(255, 255, 255, .4)',
  },
  none: undefined,
};
