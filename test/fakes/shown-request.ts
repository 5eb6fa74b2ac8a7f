import type { ModelRequest, PromptBlock } from '../../src/ports/model';

/** Lines at each end of a long block that are shown. */
const SHOWN = 60;

/** A request as a text that people can read: every block with its mark, long ones cut in the middle. */
export function shownRequest({ label, model, effort, system, user, later = [] }: ModelRequest): string {
  const marked = ({ text, cache }: PromptBlock) => `${cache ? ` (cached ${cache})` : ''}\n${cut(text)}`;
  return [
    `######## ${label}: ${model}, effort ${effort}`,
    ...system.map(
      ({ cache }) =>
        `#### system${cache ? ` (cached ${cache})` : ''}\n(instructions of both passes, equal for every customer)`,
    ),
    ...user.map((block, index) => `#### user, block ${index + 1}${marked(block)}`),
    ...later.map(({ role, text }) => `#### ${role}\n${cut(text)}`),
    '',
  ].join('\n');
}

function cut(text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  if (lines.length <= 4 * SHOWN) return lines.join('\n');
  return [...lines.slice(0, SHOWN), `(${lines.length - 2 * SHOWN} lines not shown here)`, ...lines.slice(-SHOWN)].join(
    '\n',
  );
}
