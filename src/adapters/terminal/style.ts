import picocolors from 'picocolors';
import type { Style } from '../../ports/style';

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
