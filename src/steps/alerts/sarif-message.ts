import { cutText } from '../../cut-text';
import { at, cleaned, type Loose, list, member, string } from './untyped-json';

/**
 * Text of a result: written out, or looked up by id in the rule's or the driver's message strings with its arguments
 * put in. Links to related places, `[text](1)`, become their text.
 */
export function messageOf(result: Loose, rule: Loose | undefined, run: Loose, most: number): string {
  const message = member(result, 'message');
  const text =
    string(message) ??
    written(message) ??
    written(template(message, rule, run)) ??
    written(member(rule, 'shortDescription')) ??
    written(member(rule, 'fullDescription')) ??
    'The tool gave no message.';
  const filled = withArguments(cutText(text, most * 4), list(member(message, 'arguments')));
  return cleaned(filled.replace(/\[((?:\\.|[^\]\\]){0,1000})\]\(\d{1,9}\)/g, '$1'), most);
}

function written(message: unknown): string | undefined {
  const text = string(member(message, 'text')) ?? string(member(message, 'markdown'));
  return text === undefined || text.trim() === '' ? undefined : text;
}

function template(message: unknown, rule: Loose | undefined, run: Loose): unknown {
  const id = string(member(message, 'id'));
  if (id === undefined) return undefined;
  return at(rule, 'messageStrings', id) ?? at(run, 'tool', 'driver', 'globalMessageStrings', id);
}

/** `{0}` is the first argument; `{{` and `}}` are braces. Without arguments the text stands as it is. */
function withArguments(text: string, values: readonly unknown[]): string {
  if (values.length === 0) return text;
  return text.replace(/\{\{|\}\}|\{(\d{1,3})\}/g, (found, index: string | undefined) => {
    if (index === undefined) return found.charAt(0);
    const value = string(values[Number(index)]);
    return value === undefined ? found : cutText(value, 1_000);
  });
}
