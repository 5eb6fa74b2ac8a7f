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
