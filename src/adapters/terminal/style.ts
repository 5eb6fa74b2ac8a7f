import picocolors from 'picocolors';

export type Paint = (text: string) => string;

/** How words are set apart on a terminal; without colours every paint leaves its text as it is. */
export interface Style {
  strong: Paint;
  quiet: Paint;
  blocker: Paint;
  warning: Paint;
  suggestion: Paint;
  added: Paint;
}

export function createStyle(hasColours: boolean): Style {
  const { bold, dim, red, yellow, cyan, green } = picocolors.createColors(hasColours);
  return {
    strong: bold,
    quiet: dim,
    blocker: (text) => bold(red(text)),
    warning: (text) => bold(yellow(text)),
    suggestion: (text) => bold(cyan(text)),
    added: green,
  };
}
