import type { Node } from 'web-tree-sitter';

/**
 * `unread` is what a grammar does not look into, as the body of a macro and the page around a program; `runs` is a text that is
 * none: a pattern, or what a shell gets.
 */
export type NodeKind = 'text' | 'number' | 'code' | 'unread' | 'runs';

/** How grammars call them; the first that fits counts. */
const KINDS: readonly (readonly [NodeKind, RegExp])[] = [
  ['unread', /^(?:preproc_arg|text)$/],
  ['runs', /regex|subshell|shell_command|system_lib_string/],
  [
    'code',
    /(?:^|_)(?:interpolation|substitution|expansion|embedded_\w+|template_directive|variable_name|identifier|(?<!string_)expression)$/,
  ],
  [
    'text',
    /comment|string|heredoc|uninterpreted|nowdoc|(?:^|_)here_|quoted|jsx_text|^(?:raw_|line_|multi_line_)?str(?:ing)?_|(?:^|_)(?:char|character|rune|verbatim|literal_text|template_literal)(?:_|$)/,
  ],
  [
    'number',
    /^(?:number|int|integer|float|imaginary)$|(?:number|integer|float|int|real|hex|numeric|decimal\w{0,40})_lit(?:eral)?$/,
  ],
];

/** Undefined for what is of the kind of what stands around it. */
export function kindOf({ type, isNamed }: Node): NodeKind | undefined {
  if (!isNamed) return undefined;
  if (!known.has(type)) known.set(type, KINDS.find(([, pattern]) => pattern.test(type))?.[0]);
  return known.get(type);
}

/** A grammar has some hundred types. */
const known = new Map<string, NodeKind | undefined>();
